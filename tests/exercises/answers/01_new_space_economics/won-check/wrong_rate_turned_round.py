# says: yen for a won
def check_sum(jpy, printed_krw, krw_per_jpy):
    right = jpy * krw_per_jpy
    return jpy / printed_krw, right, right / printed_krw
