def shortest_range(ranges_m, limit_m_s):
    return min((r for r in ranges_m if not touchdown_speed(r) > limit_m_s), default=None)
