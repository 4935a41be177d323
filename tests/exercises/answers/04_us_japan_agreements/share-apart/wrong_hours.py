# says: Those are the hours
def share_apart(offset_a_h, offset_b_h):
    return abs(offset_a_h - offset_b_h)
