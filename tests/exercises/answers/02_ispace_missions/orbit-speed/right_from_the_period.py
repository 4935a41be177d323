def orbit_speed(altitude_m):
    r = R_MOON + altitude_m
    period = 2 * math.pi * math.sqrt(r ** 3 / GM_MOON)
    print("period", period)
    return 2 * math.pi * r / period
