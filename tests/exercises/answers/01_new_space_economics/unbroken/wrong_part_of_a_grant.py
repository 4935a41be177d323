def unbroken(years, term, chance):
    return chance ** (years / term - 1)
