# says: forget the leap days
def days_between(first, second):
    a, b = date.fromisoformat(first), date.fromisoformat(second)
    return (b.year - a.year) * 365 + b.timetuple().tm_yday - a.timetuple().tm_yday
