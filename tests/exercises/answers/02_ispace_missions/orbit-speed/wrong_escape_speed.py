def orbit_speed(altitude_m):
    return math.sqrt(2 * GM_MOON / (R_MOON + altitude_m))
