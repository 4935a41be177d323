# says: turned round
def check_sum(jpy, printed_krw, krw_per_jpy):
    right = jpy * krw_per_jpy
    return printed_krw / jpy, right, printed_krw / right
