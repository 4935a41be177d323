def records(rows):
    found = []
    for year, price in sorted(rows):
        if not found or price < found[-1][1]:
            found.append((year, price))
    return found
