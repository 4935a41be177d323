def shortest_range(ranges_m, limit_m_s):
    good = [r for r in ranges_m if touchdown_speed(r) <= limit_m_s]
    return min(good) if good else None
