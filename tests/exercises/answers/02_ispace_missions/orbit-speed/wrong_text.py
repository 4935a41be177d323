# says: Text came back
def orbit_speed(altitude_m):
    return f"{math.sqrt(GM_MOON / (R_MOON + altitude_m)):.1f} m/s"
