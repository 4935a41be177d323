# says: Hidden test
def check_sum(jpy, printed_krw, krw_per_jpy):
    return printed_krw / jpy, jpy * krw_per_jpy, 100.0
