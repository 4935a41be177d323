# says: Each doubling multiplies
def doublings(factor, slope):
    if slope >= 1:
        raise ValueError("never cheaper")
    n = factor / (1 - slope)
    return n, 2 ** n
