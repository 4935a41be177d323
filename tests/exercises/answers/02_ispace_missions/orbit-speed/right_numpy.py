import numpy as np

def orbit_speed(altitude_m):
    return np.sqrt(GM_MOON / np.add(R_MOON, altitude_m))
