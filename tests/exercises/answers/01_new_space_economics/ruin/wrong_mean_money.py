def risk_of_ruin(money, cost, revenue, chance, missions):
    for _ in range(missions):
        if money < cost:
            return 1.0
        money += chance * revenue - cost
    return 0.0
