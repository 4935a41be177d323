# says: asks for None
def shortest_range(ranges_m, limit_m_s):
    for r in sorted(ranges_m):
        if touchdown_speed(r) <= limit_m_s:
            return r
    return 0
