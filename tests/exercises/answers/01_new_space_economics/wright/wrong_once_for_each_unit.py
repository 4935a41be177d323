# says: once for each doubling
def unit_cost(first_cost, unit, slope):
    return first_cost * slope ** unit
