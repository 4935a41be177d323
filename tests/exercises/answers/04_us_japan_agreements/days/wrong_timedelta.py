def days_between(first, second):
    return date.fromisoformat(second) - date.fromisoformat(first)
