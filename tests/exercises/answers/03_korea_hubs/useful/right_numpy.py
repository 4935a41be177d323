def useful_share(meeting_h, one_way_h):
    whole = np.sum([one_way_h, meeting_h, one_way_h])
    if not whole > 0:
        raise ValueError
    return float(meeting_h / whole)
