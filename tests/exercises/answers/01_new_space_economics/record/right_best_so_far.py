def records(rows):
    best = float("inf")
    result = []
    for _, price in sorted(rows, key=lambda row: (row[0], row[1])):
        if price < best:
            best = price
            result.append(price)
    return result
