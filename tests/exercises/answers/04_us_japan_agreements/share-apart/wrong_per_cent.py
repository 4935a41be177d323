# says: per cent
def share_apart(offset_a_h, offset_b_h):
    return 100 * abs(offset_a_h - offset_b_h) / 24
