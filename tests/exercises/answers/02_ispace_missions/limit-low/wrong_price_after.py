# says: after the drop
def limit_low(drop, limit_jpy, value_jpy):
    price = limit_jpy / drop
    return price - limit_jpy, value_jpy / price, value_jpy * drop
