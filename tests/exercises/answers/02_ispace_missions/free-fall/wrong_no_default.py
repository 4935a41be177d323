# says: TypeError
def free_fall(height_m, speed_m_s):
    v = math.sqrt(speed_m_s**2 + 2 * G_MOON * height_m)
    return v, (v - speed_m_s) / G_MOON
