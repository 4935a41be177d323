def share_apart(offset_a_h, offset_b_h):
    return (max(offset_a_h, offset_b_h) - min(offset_a_h, offset_b_h)) / 24
