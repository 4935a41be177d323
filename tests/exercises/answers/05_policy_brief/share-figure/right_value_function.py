def plot_value(scores, shares_of_first):
    fig, ax = plt.subplots()
    ys = [value(scores, [t, 1 - t]) for t in shares_of_first]
    ax.plot(shares_of_first, ys, "o-")
    ax.set(title="Value", xlabel="share of aim 1 [1]", ylabel="value [points]")
    return ax
