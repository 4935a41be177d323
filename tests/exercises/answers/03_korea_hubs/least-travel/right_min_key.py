def least_travel(ways, people):
    def total(i):
        return sum(p * w for p, w in zip(people, ways[i]))
    i = min(range(len(ways)), key=total)
    return (i, total(i))
