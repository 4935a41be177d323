# says: needs a whole grant
def unbroken(years, term, chance):
    return chance ** (int(years // term) - 1)
