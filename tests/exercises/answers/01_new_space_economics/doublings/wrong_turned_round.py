# says: turned round
def doublings(factor, slope):
    if slope >= 1:
        raise ValueError("never cheaper")
    n = -math.log(slope) / math.log(factor)
    return n, 2 ** n
