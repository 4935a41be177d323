def check_sum(jpy, printed_krw, krw_per_jpy):
    implied = printed_krw / jpy
    right = krw_per_jpy * jpy
    return implied, right, krw_per_jpy / implied
