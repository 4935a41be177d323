# says: opposite order
def doublings(factor, slope):
    if slope >= 1:
        raise ValueError("never cheaper")
    n = math.log(factor) / -math.log(slope)
    return 2 ** n, n
