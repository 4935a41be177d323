def free_fall(height_m, speed_m_s=0.0):
    time_s = (-speed_m_s + math.sqrt(speed_m_s**2 + 2 * G_MOON * height_m)) / G_MOON
    return speed_m_s + G_MOON * time_s, time_s
