# says: altitude is missing
def orbit_speed(altitude_m):
    return math.sqrt(GM_MOON / (R_MOON + altitude_m / 1000))
