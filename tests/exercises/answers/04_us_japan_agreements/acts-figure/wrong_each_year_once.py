# says: Hidden test
def plot_acts(years):
    rising = sorted(set(years))
    fig, ax = plt.subplots()
    ax.plot(rising, range(1, len(rising) + 1))
    ax.set_title("Acts so far")
    ax.set_xlabel("Year of signing [year]")
    ax.set_ylabel("Number of acts [acts]")
    return ax
