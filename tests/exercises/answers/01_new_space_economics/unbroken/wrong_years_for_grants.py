def unbroken(years, term, chance):
    return chance ** (years - 1)
