from math import hypot, sqrt

def free_fall(height_m, speed_m_s=0.0):
    v = hypot(speed_m_s, sqrt(2 * G_MOON * height_m))
    gained = v - speed_m_s
    return (v, gained / G_MOON)
