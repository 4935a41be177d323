# says: changed a list
def records(rows):
    rows.sort()
    found = []
    for year, price in rows:
        if not found or price < found[-1]:
            found.append(price)
    return found
