def deorbit(high_m, low_m):
    r1 = R_MOON + high_m
    r2 = R_MOON + low_m
    slow_down = orbit_speed(high_m) * (1 - math.sqrt(2 * r2 / (r1 + r2)))
    period = 2 * math.pi * math.sqrt(((r1 + r2) / 2) ** 3 / GM_MOON)
    return slow_down, period / 2
