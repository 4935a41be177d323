def orbit_speed(altitude_m):
    radius_m = R_MOON + altitude_m
    return (GM_MOON / radius_m) ** 0.5
