import numpy as np

def growth(first, last, years):
    return np.expm1(np.log(last / first) / years)
