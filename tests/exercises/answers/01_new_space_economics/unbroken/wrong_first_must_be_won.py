# says: The first grant
def unbroken(years, term, chance):
    return chance ** math.ceil(years / term)
