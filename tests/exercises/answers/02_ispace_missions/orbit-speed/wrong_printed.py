# says: print shows a value, return gives it back
def orbit_speed(altitude_m):
    print(math.sqrt(GM_MOON / (R_MOON + altitude_m)))
