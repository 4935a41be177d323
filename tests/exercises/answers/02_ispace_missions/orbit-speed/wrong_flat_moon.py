# says: Hidden test
def orbit_speed(altitude_m):
    return 1679.856 - altitude_m * (1679.856 - 1633.504) / 100_000
