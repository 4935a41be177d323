# says: Hidden test
def same_date(utc, offset_a_h, offset_b_h):
    hour = int(utc[11:13])
    return (hour + int(offset_a_h)) // 24 == (hour + int(offset_b_h)) // 24
