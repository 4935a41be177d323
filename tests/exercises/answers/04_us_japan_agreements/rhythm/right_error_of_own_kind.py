class TooFew(ValueError):
    pass

def mean_gap_years(first, last, meetings):
    if meetings < 2:
        raise TooFew
    return days_between(first, last) / ((meetings - 1) * 365.25)
