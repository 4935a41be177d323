# says: whole ellipse
def deorbit(high_m, low_m):
    a = R_MOON + (high_m + low_m) / 2
    dv = orbit_speed(high_m) - math.sqrt(GM_MOON * (2 / (R_MOON + high_m) - 1 / a))
    return dv, 2 * math.pi * math.sqrt(a**3 / GM_MOON)
