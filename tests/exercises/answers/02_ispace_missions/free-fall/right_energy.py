def free_fall(height_m, speed_m_s=0):
    energy_per_kg = speed_m_s**2 / 2 + 1.62 * height_m
    v = (2 * energy_per_kg) ** 0.5
    return v, (v - speed_m_s) / 1.62
