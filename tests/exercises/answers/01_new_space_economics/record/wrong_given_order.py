# says: in order
def records(rows):
    found = []
    for _year, price in rows:
        if not found or price < found[-1]:
            found.append(price)
    return found
