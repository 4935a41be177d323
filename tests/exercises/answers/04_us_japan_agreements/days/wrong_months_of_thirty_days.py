def days_between(first, second):
    a, b = ([int(p) for p in text.split("-")] for text in (first, second))
    return (b[0] - a[0]) * 365 + (b[1] - a[1]) * 30 + b[2] - a[2]
