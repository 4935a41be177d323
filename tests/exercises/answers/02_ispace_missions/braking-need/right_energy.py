def braking_need(altitude_m, speed_m_s):
    if not altitude_m > 0:
        raise ValueError(f"altitude must be above 0, not {altitude_m}")
    return (speed_m_s**2 / 2 + G_MOON * altitude_m) / altitude_m
