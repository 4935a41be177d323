def doublings(factor, slope):
    if not slope < 1:
        raise ValueError("never cheaper")
    n = math.log2(factor) / math.log2(1 / slope)
    return n, 2.0 ** n
