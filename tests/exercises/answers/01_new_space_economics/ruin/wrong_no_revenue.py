# says: bring the revenue
def risk_of_ruin(money, cost, revenue, chance, missions):
    if missions == 0:
        return 0.0
    if money < cost:
        return 1.0
    return risk_of_ruin(money - cost, cost, revenue, chance, missions - 1)
