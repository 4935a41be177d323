# says: base 2
def unit_cost(first_cost, unit, slope):
    return first_cost * unit ** math.log(slope)
