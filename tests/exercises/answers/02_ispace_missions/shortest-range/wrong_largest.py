# says: smallest
def shortest_range(ranges_m, limit_m_s):
    good = [r for r in ranges_m if touchdown_speed(r) <= limit_m_s]
    return max(good) if good else None
