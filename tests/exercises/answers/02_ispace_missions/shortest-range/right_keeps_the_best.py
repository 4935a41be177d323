def shortest_range(ranges_m, limit_m_s):
    best = None
    for r in ranges_m:
        if touchdown_speed(r) <= limit_m_s and (best is None or r < best):
            best = r
    return best
