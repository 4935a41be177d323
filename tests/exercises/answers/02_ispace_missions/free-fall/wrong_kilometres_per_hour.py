# says: km/h
def free_fall(height_m, speed_m_s=0.0):
    v = math.sqrt(speed_m_s**2 + 2 * G_MOON * height_m)
    return v * 3.6, (v - speed_m_s) / G_MOON
