# says: Hidden test
def free_fall(height_m, speed_m_s=0.0):
    v = speed_m_s + math.sqrt(2 * G_MOON * height_m)
    return v, (v - speed_m_s) / G_MOON
