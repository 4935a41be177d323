def least_travel(ways, people):
    best, least = 0, None
    for i in range(len(ways)):
        total = 0
        for j in range(len(people)):
            total += ways[i][j] * people[j]
        if least is None or total < least:
            best, least = i, total
    return best, least
