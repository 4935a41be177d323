def useful_share(meeting_h, one_way_h):
    """The share of a trip that is the meeting itself."""
    whole = meeting_h + 2 * one_way_h
    if whole <= 0:
        raise ValueError("the trip takes no time")
    return meeting_h / (2 * one_way_h) if one_way_h else 1
