def mean_gap_years(first, last, meetings):
    if meetings < 2:
        raise ValueError("too few")
    return (int(last[:4]) - int(first[:4])) / (meetings - 1)
