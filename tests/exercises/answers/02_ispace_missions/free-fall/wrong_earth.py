# says: fall on Earth
def free_fall(height_m, speed_m_s=0.0):
    v = math.sqrt(speed_m_s**2 + 2 * 9.81 * height_m)
    return v, (v - speed_m_s) / 9.81
