# says: square root is missing
def orbit_speed(altitude_m):
    return GM_MOON / (R_MOON + altitude_m)
