def deorbit(high_m, low_m):
    r1, r2 = R_MOON + high_m, R_MOON + low_m
    a = 0.5 * (r1 + r2)
    return [math.sqrt(GM_MOON / r1) - math.sqrt(GM_MOON * (2 / r1 - 1 / a)), math.pi * a ** 1.5 / math.sqrt(GM_MOON)]
