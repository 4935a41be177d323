# says: Hidden test
def growth(first, last, years):
    return (last / first) ** (1 / max(1, int(years))) - 1
