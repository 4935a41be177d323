# says: opposite order
def check_sum(jpy, printed_krw, krw_per_jpy):
    right = jpy * krw_per_jpy
    return right / printed_krw, right, printed_krw / jpy
