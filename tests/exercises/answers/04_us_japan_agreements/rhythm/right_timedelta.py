def mean_gap_years(first, last, meetings):
    if not meetings >= 2:
        raise ValueError(f"{meetings} meetings have no gap")
    whole = date.fromisoformat(last) - date.fromisoformat(first)
    return whole / timedelta(days=365.25) / (meetings - 1)
