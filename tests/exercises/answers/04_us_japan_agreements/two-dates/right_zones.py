from datetime import timezone

def same_date(utc, offset_a_h, offset_b_h):
    moment = datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    days = {moment.astimezone(timezone(timedelta(hours=h))).date() for h in (offset_a_h, offset_b_h)}
    return len(days) == 1
