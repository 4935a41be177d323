def records(rows):
    result = []
    for year, price in sorted(rows):
        earlier = [p for y, p in rows if y < year]
        same = [p for y, p in rows if y == year]
        if price == min(same) and all(price < p for p in earlier) and price not in result:
            result.append(price)
    return result
