def limit_low(drop, limit_jpy, value_jpy):
    before = limit_jpy / drop
    after = before - limit_jpy
    shares = value_jpy / before
    return before, shares, value_jpy - shares * after
