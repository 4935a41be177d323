def won(yen, won_per_100_yen):
    return yen * won_per_100_yen / 100
