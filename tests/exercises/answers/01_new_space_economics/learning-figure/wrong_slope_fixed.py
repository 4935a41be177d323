# says: Hidden test
def plot_learning(units, slope):
    fig, ax = plt.subplots()
    ax.plot(units, [unit_cost(100, unit, 0.85) for unit in units])
    ax.set_title("Learning")
    ax.set_xlabel("Units made [units]")
    ax.set_ylabel("Cost of a unit [%]")
    return ax
