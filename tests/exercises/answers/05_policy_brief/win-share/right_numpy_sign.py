import numpy as np

def win_share(a, b, weight_sets):
    if not weight_sets:
        raise ValueError("none")
    leads = np.array([value(a, w) - value(b, w) for w in weight_sets]).round(9)
    return np.mean((np.sign(leads) + 1) / 2)
