def all_ready(chances):
    values = np.array(chances, dtype=float)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("no chance")
    return float(values.prod())
