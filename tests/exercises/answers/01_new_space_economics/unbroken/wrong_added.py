# says: multiplied
def unbroken(years, term, chance):
    return chance * (math.ceil(years / term) - 1)
