def least_travel(ways, people):
    """The best place to meet, and the way of all people together in km."""
    totals = [sum(count * way for count, way in zip(people, row)) for row in ways]
    best = totals.index(min(totals))
    return totals[best], best
