import random

def risk_of_ruin(money, cost, revenue, chance, missions):
    rng = random.Random(1)
    ruined = 0
    for _ in range(300):
        left = money
        for _ in range(missions):
            if left < cost:
                ruined += 1
                break
            left += (revenue if rng.random() < chance else 0) - cost
    return ruined / 300
