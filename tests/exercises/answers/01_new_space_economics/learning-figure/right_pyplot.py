def plot_learning(units, slope):
    plt.figure()
    costs = []
    for unit in units:
        costs.append(100 * unit_cost(1, unit, slope))
    plt.plot(units, costs)
    plt.title("Cost and number")
    plt.xlabel("Number [units]")
    plt.ylabel("Cost [%]")
    return plt.gca()
