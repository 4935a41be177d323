# says: round the number of grants up
def unbroken(years, term, chance):
    return chance ** (years / term - 1)
