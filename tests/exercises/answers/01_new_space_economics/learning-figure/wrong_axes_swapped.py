# says: swapped
def plot_learning(units, slope):
    fig, ax = plt.subplots()
    ax.plot([unit_cost(100, unit, slope) for unit in units], units)
    ax.set_title("Learning")
    ax.set_xlabel("Units made [units]")
    ax.set_ylabel("Cost of a unit [%]")
    return ax
