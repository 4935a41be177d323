# says: Hidden test
def risk_of_ruin(money, cost, revenue, chance, missions):
    affordable = int(money // cost)
    if affordable >= missions:
        return 0.0
    return (1 - chance) ** affordable
