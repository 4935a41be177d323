# says: 3.6 times too large
def orbit_speed(altitude_m):
    return 3.6 * math.sqrt(GM_MOON / (R_MOON + altitude_m))
