# says: first unit is missing
def unit_cost(first_cost, unit, slope):
    return unit ** math.log2(slope)
