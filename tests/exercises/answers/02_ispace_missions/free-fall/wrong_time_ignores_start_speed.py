# says: Hidden test
def free_fall(height_m, speed_m_s=0.0):
    v = math.sqrt(speed_m_s**2 + 2 * G_MOON * height_m)
    return v, v / G_MOON
