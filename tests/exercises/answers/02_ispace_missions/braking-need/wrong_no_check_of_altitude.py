# says: ValueError
def braking_need(altitude_m, speed_m_s):
    return speed_m_s**2 / (2 * altitude_m) + G_MOON
