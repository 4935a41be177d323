def useful_share(meeting_h, one_way_h):
    road = one_way_h * 2
    if road + meeting_h > 0:
        return 1 - road / (road + meeting_h)
    raise ValueError("the trip takes no time")
