# says: sign is the wrong way round
def deorbit(high_m, low_m):
    a = R_MOON + (high_m + low_m) / 2
    dv = math.sqrt(GM_MOON * (2 / (R_MOON + high_m) - 1 / a)) - orbit_speed(high_m)
    return dv, math.pi * math.sqrt(a**3 / GM_MOON)
