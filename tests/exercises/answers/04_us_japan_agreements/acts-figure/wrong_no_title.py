def plot_acts(years):
    fig, ax = plt.subplots()
    ax.plot(sorted(years), range(1, len(years) + 1))
    ax.set_xlabel("Year [year]")
    ax.set_ylabel("Acts [acts]")
    return ax
