# says: y values are not
def plot_learning(units, slope):
    fig, ax = plt.subplots()
    ax.plot(units, [unit_cost(1, unit, slope) for unit in units])
    ax.set_title("Learning")
    ax.set_xlabel("Units made [units]")
    ax.set_ylabel("Cost of a unit [%]")
    return ax
