import numpy as np

def records(rows):
    if not rows:
        return np.array([])
    prices = np.array([price for _, price in sorted(rows)], dtype=float)
    before = np.concatenate(([np.inf], np.minimum.accumulate(prices)[:-1]))
    return prices[prices < before]
