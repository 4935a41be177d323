import numpy as np

def braking_need(altitude_m, speed_m_s):
    if altitude_m <= 0: raise ValueError
    return np.float64(speed_m_s) ** 2 * 0.5 / altitude_m + G_MOON
