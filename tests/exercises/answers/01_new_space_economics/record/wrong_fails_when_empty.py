# says: Hidden test
def records(rows):
    ordered = sorted(rows)
    found = [ordered[0][1]]
    for year, price in ordered[1:]:
        if price < found[-1]:
            found.append(price)
    return found
