def records(rows):
    found = []
    best = None
    for year, price in sorted(rows):
        if best is None or price < best:
            best = price
            found.append(year)
    return found
