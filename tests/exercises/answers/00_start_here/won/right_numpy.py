import numpy as np

def won(yen, won_per_100_yen):
    if won_per_100_yen <= 0:
        raise ValueError
    return np.multiply(yen, won_per_100_yen) / 100
