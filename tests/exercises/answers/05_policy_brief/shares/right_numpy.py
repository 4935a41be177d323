import numpy as np

def shares(weights):
    array = np.array(weights, dtype=float)
    if (array < 0).any() or array.sum() <= 0:
        raise ValueError("bad weights")
    return array / array.sum()
