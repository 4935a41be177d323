def doublings(factor, slope):
    if 1 <= slope:
        raise ValueError
    units = factor ** (-1 / math.log2(slope))
    return math.log2(units), units
