# says: Hidden test
def limit_low(drop, limit_jpy, value_jpy):
    price = 300 / drop
    shares = value_jpy / price
    return price, shares, shares * 300
