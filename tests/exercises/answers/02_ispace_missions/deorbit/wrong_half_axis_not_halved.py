# says: the half is missing
def deorbit(high_m, low_m):
    a = 2 * R_MOON + high_m + low_m
    dv = orbit_speed(high_m) - math.sqrt(GM_MOON * (2 / (R_MOON + high_m) - 1 / a))
    return dv, math.pi * math.sqrt(a**3 / GM_MOON)
