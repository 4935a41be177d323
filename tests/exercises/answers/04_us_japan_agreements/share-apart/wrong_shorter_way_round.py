def share_apart(offset_a_h, offset_b_h):
    apart = abs(offset_a_h - offset_b_h)
    return min(apart, 24 - apart) / 24
