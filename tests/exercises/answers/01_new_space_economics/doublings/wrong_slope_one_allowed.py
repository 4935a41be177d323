# says: Hidden test
def doublings(factor, slope):
    if slope > 1:
        raise ValueError("never cheaper")
    if slope == 1:
        return float("inf"), float("inf")
    n = math.log(factor) / -math.log(slope)
    return n, 2 ** n
