# says: Hidden test
def days_between(first, second):
    return abs((date.fromisoformat(second) - date.fromisoformat(first)).days)
