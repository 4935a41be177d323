# says: A smaller range lands too
def shortest_range(ranges_m, limit_m_s):
    for r in ranges_m:
        if touchdown_speed(r) <= limit_m_s:
            return r
