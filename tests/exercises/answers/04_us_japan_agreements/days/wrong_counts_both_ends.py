# says: A few days off
def days_between(first, second):
    return (date.fromisoformat(second) - date.fromisoformat(first)).days + 1
