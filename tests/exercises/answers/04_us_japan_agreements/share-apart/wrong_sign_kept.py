# says: Hidden test
def share_apart(offset_a_h, offset_b_h):
    return (offset_a_h - offset_b_h) / 24
