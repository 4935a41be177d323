# says: Hidden test
def records(rows):
    found = []
    for year, price in sorted(rows):
        if not found or price <= found[-1]:
            found.append(price)
    return found
