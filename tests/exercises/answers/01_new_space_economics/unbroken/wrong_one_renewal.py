def unbroken(years, term, chance):
    return chance if years > term else 1.0
