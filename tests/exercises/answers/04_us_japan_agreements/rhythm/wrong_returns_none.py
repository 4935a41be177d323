# says: asks for a ValueError
def mean_gap_years(first, last, meetings):
    if meetings >= 2:
        return days_between(first, last) / 365.25 / (meetings - 1)
