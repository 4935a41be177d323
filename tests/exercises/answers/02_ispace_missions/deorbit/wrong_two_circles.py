# says: two circular orbits
def deorbit(high_m, low_m):
    a = R_MOON + (high_m + low_m) / 2
    return orbit_speed(low_m) - orbit_speed(high_m), math.pi * math.sqrt(a**3 / GM_MOON)
