def unit_cost(first_cost, unit, slope):
    b = math.log(slope) / math.log(2)
    return first_cost * math.pow(unit, b)
