def same_date(utc, offset_a_h, offset_b_h):
    return offset_a_h == offset_b_h
