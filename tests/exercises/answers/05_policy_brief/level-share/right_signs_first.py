import numpy as np

def level_share(a, b):
    d1, d2 = np.subtract(a, b)
    if d1 == d2 or d1 * d2 > 0:
        return None
    return abs(d2) / (abs(d1) + abs(d2))
