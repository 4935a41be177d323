def same_date(utc, offset_a_h, offset_b_h):
    moment = datetime.fromisoformat(utc)
    hour = moment.hour + moment.minute / 60
    return (hour + offset_a_h) // 24 == (hour + offset_b_h) // 24
