# says: Mind the brackets
def braking_need(altitude_m, speed_m_s):
    if altitude_m <= 0:
        raise ValueError("no height")
    return speed_m_s**2 / 2 * altitude_m + G_MOON
