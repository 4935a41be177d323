def doublings(factor, slope):
    if slope >= 1:
        raise ValueError("never cheaper")
    return 2 ** (math.log(factor) / -math.log(slope))
