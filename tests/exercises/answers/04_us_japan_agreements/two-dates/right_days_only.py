def same_date(utc, offset_a_h, offset_b_h):
    a = datetime.fromisoformat(utc) + timedelta(hours=offset_a_h)
    b = datetime.fromisoformat(utc) + timedelta(hours=offset_b_h)
    return (a.year, a.month, a.day) == (b.year, b.month, b.day)
