# says: 100 times
def limit_low(drop, limit_jpy, value_jpy):
    price = limit_jpy / (drop / 100)
    return price, value_jpy / price, value_jpy * drop
