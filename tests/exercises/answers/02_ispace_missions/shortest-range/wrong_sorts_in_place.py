# says: changed a list
def shortest_range(ranges_m, limit_m_s):
    ranges_m.sort()
    for r in ranges_m:
        if touchdown_speed(r) <= limit_m_s:
            return r
    return None
