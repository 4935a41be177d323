# says: A tuple came back
def plot_learning(units, slope):
    fig, ax = plt.subplots()
    ax.plot(units, [unit_cost(100, unit, slope) for unit in units])
    ax.set_title("Learning")
    ax.set_xlabel("Units made [units]")
    ax.set_ylabel("Cost of a unit [%]")
    return fig, ax
