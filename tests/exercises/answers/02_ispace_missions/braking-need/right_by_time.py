def braking_need(altitude_m, speed_m_s):
    if altitude_m > 0:
        if speed_m_s == 0:
            return G_MOON
        time_s = 2 * altitude_m / speed_m_s
        return speed_m_s / time_s + G_MOON
    raise ValueError("no height")
