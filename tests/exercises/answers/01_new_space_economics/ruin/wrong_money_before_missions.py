# says: not ruined
def risk_of_ruin(money, cost, revenue, chance, missions):
    if money < cost:
        return 1.0
    if missions == 0:
        return 0.0
    lands = risk_of_ruin(money - cost + revenue, cost, revenue, chance, missions - 1)
    fails = risk_of_ruin(money - cost, cost, revenue, chance, missions - 1)
    return chance * lands + (1 - chance) * fails
