def same_date(utc, offset_a_h, offset_b_h):
    local = [(datetime.fromisoformat(utc) + timedelta(hours=h)).isoformat()[:10] for h in (offset_a_h, offset_b_h)]
    return local[0] == local[1]
