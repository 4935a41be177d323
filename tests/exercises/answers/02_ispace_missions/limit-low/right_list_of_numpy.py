import numpy as np

def limit_low(drop, limit_jpy, value_jpy):
    price = np.divide(limit_jpy, drop)
    number = value_jpy / price
    return [price, number, number * price * drop]
