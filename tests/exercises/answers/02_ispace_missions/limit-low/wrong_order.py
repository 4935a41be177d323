# says: opposite order
def limit_low(drop, limit_jpy, value_jpy):
    price = limit_jpy / drop
    return value_jpy * drop, value_jpy / price, price
