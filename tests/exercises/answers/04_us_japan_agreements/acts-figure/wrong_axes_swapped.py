def plot_acts(years):
    fig, ax = plt.subplots()
    ax.plot(range(1, len(years) + 1), sorted(years))
    ax.set_title("Acts so far")
    ax.set_xlabel("Year of signing [year]")
    ax.set_ylabel("Number of acts [acts]")
    return ax
