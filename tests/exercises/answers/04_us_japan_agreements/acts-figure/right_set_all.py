def plot_acts(years):
    ax = plt.figure().add_subplot()
    ax.plot(sorted(list(years)), [number for number, _ in enumerate(years, start=1)])
    ax.set(title="A growing list", xlabel="Year [year]", ylabel="Acts [acts]")
    return ax
