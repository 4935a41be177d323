# says: mind the brackets
def unit_cost(first_cost, unit, slope):
    return (first_cost * unit) ** math.log2(slope)
