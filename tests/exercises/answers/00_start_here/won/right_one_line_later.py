def won(yen, won_per_100_yen):
    if not won_per_100_yen > 0:
        raise ValueError("the rate must be greater than 0")
    rate = won_per_100_yen / 100
    return yen * rate
