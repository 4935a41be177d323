# says: Put 1 / years into brackets
def growth(first, last, years):
    return (last / first) ** 1 / years - 1
