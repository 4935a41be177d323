# says: chance that it breaks
def unbroken(years, term, chance):
    return 1 - chance ** (math.ceil(years / term) - 1)
