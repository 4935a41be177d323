# says: Hidden test
def records(rows):
    found = []
    for year, price in sorted(rows, key=lambda row: row[0]):
        if not found or price < found[-1]:
            found.append(price)
    return found
