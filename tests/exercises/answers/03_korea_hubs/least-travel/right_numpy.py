def least_travel(ways, people):
    totals = np.array(ways, dtype=float) @ np.array(people, dtype=float)
    return int(np.argmin(totals)), float(totals.min())
