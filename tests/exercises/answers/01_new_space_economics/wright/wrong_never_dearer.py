# says: Hidden test
def unit_cost(first_cost, unit, slope):
    return first_cost * unit ** min(math.log2(slope), 0)  * (1 if slope <= 1 else 0.99)
