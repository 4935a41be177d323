# says: centre
def orbit_speed(altitude_m):
    return math.sqrt(GM_MOON / altitude_m)
