def plot_acts(years):
    rising = sorted(years)
    counts = []
    for _ in rising:
        counts.append(len(counts) + 1)
    fig, ax = plt.subplots()
    ax.plot(rising, counts, marker="o")
    ax.set_title("Acts so far")
    ax.set_xlabel("Year of signing [year]")
    ax.set_ylabel("Number of acts [acts]")
    return ax
