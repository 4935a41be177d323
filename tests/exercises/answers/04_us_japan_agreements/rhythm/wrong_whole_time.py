# says: whole time
def mean_gap_years(first, last, meetings):
    if meetings < 2:
        raise ValueError("too few")
    return days_between(first, last) / 365.25
