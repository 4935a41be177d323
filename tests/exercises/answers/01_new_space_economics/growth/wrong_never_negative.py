# says: Hidden test
def growth(first, last, years):
    return abs((last / first) ** (1 / years) - 1)
