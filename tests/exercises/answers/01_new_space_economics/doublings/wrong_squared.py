def doublings(factor, slope):
    if slope >= 1:
        raise ValueError("never cheaper")
    n = math.log(factor) / -math.log(slope)
    return n, n ** 2
