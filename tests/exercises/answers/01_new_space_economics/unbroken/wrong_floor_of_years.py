# says: Hidden test
def unbroken(years, term, chance):
    return chance ** int(years / term)
