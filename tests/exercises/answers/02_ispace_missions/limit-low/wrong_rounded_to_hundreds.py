def limit_low(drop, limit_jpy, value_jpy):
    price = round(limit_jpy / drop, -2)
    return price, value_jpy / price, value_jpy * drop
