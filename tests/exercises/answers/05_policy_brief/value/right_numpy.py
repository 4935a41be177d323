import numpy as np

def value(scores, weights):
    if len(scores) != len(weights):
        raise ValueError
    return np.average(scores, weights=weights)
