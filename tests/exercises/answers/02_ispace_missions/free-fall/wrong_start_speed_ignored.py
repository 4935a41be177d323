# says: Hidden test
def free_fall(height_m, speed_m_s=0.0):
    v = math.sqrt(2 * G_MOON * height_m)
    return v, v / G_MOON
