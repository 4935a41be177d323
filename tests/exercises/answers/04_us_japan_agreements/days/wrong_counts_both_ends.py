# says: One day too many
def days_between(first, second):
    return (date.fromisoformat(second) - date.fromisoformat(first)).days + 1
