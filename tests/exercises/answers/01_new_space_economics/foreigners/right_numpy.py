import numpy as np

def foreign_share(offices):
    table = np.array(offices, dtype=float).reshape(-1, 2)
    if table[:, 0].sum() <= 0:
        raise ValueError("nobody")
    return float(np.average(table[:, 1], weights=table[:, 0]))
