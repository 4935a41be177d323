import numpy as np

def check_sum(jpy, printed_krw, krw_per_jpy):
    right = np.multiply(jpy, krw_per_jpy, dtype=float)
    return np.array([printed_krw / jpy, right, right / printed_krw])
