# says: what is left
def limit_low(drop, limit_jpy, value_jpy):
    price = limit_jpy / drop
    return price, value_jpy / price, value_jpy * (1 - drop)
