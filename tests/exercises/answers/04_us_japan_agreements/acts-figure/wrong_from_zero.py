def plot_acts(years):
    fig, ax = plt.subplots()
    ax.plot(sorted(years), range(len(years)))
    ax.set_title("Acts so far")
    ax.set_xlabel("Year of signing [year]")
    ax.set_ylabel("Number of acts [acts]")
    return ax
