def won(yen, won_per_100_yen):
    if won_per_100_yen == 0:
        raise ValueError
    return yen / 100 * won_per_100_yen
