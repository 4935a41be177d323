def unit_cost(first_cost, unit, slope):
    return first_cost * slope ** math.floor(math.log2(unit))
