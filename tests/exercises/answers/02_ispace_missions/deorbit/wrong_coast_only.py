# says: single number
def deorbit(high_m, low_m):
    a = R_MOON + (high_m + low_m) / 2
    return math.pi * math.sqrt(a**3 / GM_MOON)
