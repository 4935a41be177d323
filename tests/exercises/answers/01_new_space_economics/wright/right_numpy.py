import numpy as np

def unit_cost(first_cost, unit, slope):
    return np.float64(first_cost) * np.exp(np.log(unit) * np.log2(slope))
