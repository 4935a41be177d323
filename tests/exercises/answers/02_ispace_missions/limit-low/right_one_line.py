def limit_low(drop, limit_jpy, value_jpy):
    return limit_jpy / drop, value_jpy * drop / limit_jpy, value_jpy * drop
