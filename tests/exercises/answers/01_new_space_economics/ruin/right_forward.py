def risk_of_ruin(money, cost, revenue, chance, missions):
    states, ruined = {money: 1.0}, 0.0
    for _ in range(missions):
        following = {}
        for amount, weight in states.items():
            if amount < cost:
                ruined += weight
                continue
            for gain, share in ((revenue, chance), (0, 1 - chance)):
                key = amount - cost + gain
                following[key] = following.get(key, 0.0) + weight * share
        states = following
    return ruined
