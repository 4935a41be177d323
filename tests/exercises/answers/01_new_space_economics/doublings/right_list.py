def doublings(factor, slope):
    if slope >= 1:
        raise ValueError("the slope must lie below 1")
    n = -math.log(factor, slope)
    return [n, math.exp(n * math.log(2))]
