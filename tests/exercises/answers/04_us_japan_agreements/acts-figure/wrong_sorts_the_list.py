# says: changed a list
def plot_acts(years):
    years.sort()
    fig, ax = plt.subplots()
    ax.plot(years, range(1, len(years) + 1))
    ax.set_title("Acts so far")
    ax.set_xlabel("Year of signing [year]")
    ax.set_ylabel("Number of acts [acts]")
    return ax
