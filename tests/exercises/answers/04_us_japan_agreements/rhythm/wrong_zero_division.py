# says: asks for a ValueError
def mean_gap_years(first, last, meetings):
    return days_between(first, last) / 365.25 / (meetings - 1)
