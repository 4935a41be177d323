def won(yen, won_per_100_yen):
    if won_per_100_yen > 0:
        result = won_per_100_yen * (yen / 100)
    else:
        raise ValueError("impossible rate")
    return result
