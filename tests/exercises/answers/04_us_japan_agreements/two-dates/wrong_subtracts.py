def same_date(utc, offset_a_h, offset_b_h):
    moment = datetime.fromisoformat(utc)
    return (moment - timedelta(hours=offset_a_h)).date() == (moment - timedelta(hours=offset_b_h)).date()
