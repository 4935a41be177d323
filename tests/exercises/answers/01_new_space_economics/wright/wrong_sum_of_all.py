def unit_cost(first_cost, unit, slope):
    return sum(first_cost * number ** math.log2(slope) for number in range(1, unit + 1))
