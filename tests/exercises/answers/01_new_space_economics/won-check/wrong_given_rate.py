# says: the given rate
def check_sum(jpy, printed_krw, krw_per_jpy):
    right = jpy * krw_per_jpy
    return krw_per_jpy, right, right / printed_krw
