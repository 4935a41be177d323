def plot_value(scores, shares_of_first):
    fig, ax = plt.subplots()
    ax.plot([t * scores[0] + (1 - t) * scores[1] for t in shares_of_first], shares_of_first)
    ax.set(title="Value", xlabel="share [1]", ylabel="value [points]")
    return ax
