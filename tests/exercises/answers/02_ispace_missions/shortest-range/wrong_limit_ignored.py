# says: Hidden test
def shortest_range(ranges_m, limit_m_s):
    for r in sorted(ranges_m):
        if touchdown_speed(r) <= 2.0:
            return r
    return None
