def unbroken(years, term, chance):
    if years <= term:
        return 1.0
    return chance * unbroken(years - term, term, chance)
