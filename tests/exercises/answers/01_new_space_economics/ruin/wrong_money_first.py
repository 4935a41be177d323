def risk_of_ruin(money, cost, revenue, chance, missions):
    if money < cost:
        return 1.0
    if missions == 0:
        return 0.0
    rest = money - cost
    return chance * risk_of_ruin(rest + revenue, cost, revenue, chance, missions - 1) + (1 - chance) * risk_of_ruin(rest, cost, revenue, chance, missions - 1)
