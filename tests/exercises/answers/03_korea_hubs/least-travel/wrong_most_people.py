def least_travel(ways, people):
    best = people.index(max(people))
    return best, sum(p * w for p, w in zip(people, ways[best]))
