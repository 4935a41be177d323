from itertools import product

def risk_of_ruin(money, cost, revenue, chance, missions):
    risk = 0.0
    for landings in product([True, False], repeat=missions):
        weight, left, ruined = 1.0, money, False
        for lands in landings:
            ruined = ruined or left < cost
            left += (revenue if lands else 0) - cost
            weight *= chance if lands else 1 - chance
        if ruined:
            risk += weight
    return risk
