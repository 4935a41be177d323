def share_apart(offset_a_h, offset_b_h):
    ahead = offset_a_h - offset_b_h
    if ahead < 0:
        ahead = -ahead
    return ahead / 24.0
