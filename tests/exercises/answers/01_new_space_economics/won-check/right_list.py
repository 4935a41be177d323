def check_sum(jpy, printed_krw, krw_per_jpy):
    return [printed_krw / jpy, jpy * krw_per_jpy, jpy * krw_per_jpy / printed_krw]
