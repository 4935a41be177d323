# says: take away 1
def growth(first, last, years):
    return (last / first) ** (1 / years)
