def records(rows):
    cheapest = {}
    for year, price in rows:
        cheapest[year] = min(price, cheapest.get(year, price))
    result = []
    for year in sorted(cheapest):
        if all(cheapest[year] < price for price in result):
            result.append(cheapest[year])
    return result
