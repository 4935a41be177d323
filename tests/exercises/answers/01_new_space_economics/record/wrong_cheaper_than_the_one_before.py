# says: Hidden test
def records(rows):
    ordered = sorted(rows)
    found = [price for _, price in ordered[:1]]
    for (_, before), (_, price) in zip(ordered, ordered[1:]):
        if price < before:
            found.append(price)
    return found
