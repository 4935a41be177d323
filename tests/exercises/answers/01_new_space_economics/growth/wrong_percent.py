# says: give a fraction
def growth(first, last, years):
    return 100 * ((last / first) ** (1 / years) - 1)
