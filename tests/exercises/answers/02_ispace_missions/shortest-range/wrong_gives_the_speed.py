def shortest_range(ranges_m, limit_m_s):
    speeds = [touchdown_speed(r) for r in ranges_m]
    good = [v for v in speeds if v <= limit_m_s]
    return min(good) if good else None
