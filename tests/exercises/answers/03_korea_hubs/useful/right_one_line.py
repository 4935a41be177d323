def useful_share(meeting_h, one_way_h):
    if meeting_h + one_way_h + one_way_h <= 0:
        raise ValueError("no time")
    return meeting_h / (meeting_h + one_way_h + one_way_h)
