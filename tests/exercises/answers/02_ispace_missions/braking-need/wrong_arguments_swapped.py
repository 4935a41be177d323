def braking_need(speed_m_s, altitude_m):
    if altitude_m <= 0:
        raise ValueError("no height")
    return speed_m_s**2 / (2 * altitude_m) + G_MOON
