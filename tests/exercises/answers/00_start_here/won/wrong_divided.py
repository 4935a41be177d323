# says: dividing leads
def won(yen, won_per_100_yen):
    if won_per_100_yen <= 0:
        raise ValueError
    return yen / won_per_100_yen * 100
