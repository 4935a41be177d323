def days_between(first, second):
    return date.fromisoformat(second).toordinal() - date.fromisoformat(first).toordinal()
