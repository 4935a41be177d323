def won(yen, won_per_100_yen):
    if won_per_100_yen <= 0:
        raise ValueError
    print(yen * won_per_100_yen / 100)
