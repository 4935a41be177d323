# says: wrong way round
def days_between(first, second):
    return (date.fromisoformat(first) - date.fromisoformat(second)).days
