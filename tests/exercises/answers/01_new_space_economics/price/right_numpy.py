import numpy as np

def times_cheaper(old_price, old_kg, new_price, new_kg):
    masses = np.array([old_kg, new_kg], dtype=float)
    if not (masses > 0).all():
        raise ValueError("masses must be positive")
    per_kg = np.array([old_price, new_price]) / masses
    return per_kg[0] / per_kg[1]
