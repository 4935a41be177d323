def risk_of_ruin(money, cost, revenue, chance, missions):
    def survives(money, left):
        if left <= 0:
            return 1.0
        if money < cost:
            return 0.0
        rest = money - cost
        return chance * survives(rest + revenue, left - 1) + (1 - chance) * survives(rest, left - 1)
    return 1 - survives(money, missions)
