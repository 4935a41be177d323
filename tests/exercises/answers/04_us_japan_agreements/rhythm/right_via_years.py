def mean_gap_years(first, last, meetings):
    gaps = meetings - 1
    if gaps <= 0:
        raise ValueError("at least two meetings")
    years = days_between(first, last) / 365.25
    return years / gaps
