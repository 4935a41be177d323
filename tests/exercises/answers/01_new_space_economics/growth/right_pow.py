def growth(first, last, years):
    factor = pow(last / first, years ** -1)
    return factor - 1.0
