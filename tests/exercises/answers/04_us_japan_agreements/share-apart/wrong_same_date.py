# says: show the same date
def share_apart(offset_a_h, offset_b_h):
    return 1 - abs(offset_a_h - offset_b_h) / 24
