import numpy as np

def plot_value(scores, shares_of_first):
    t = np.array(shares_of_first)
    plt.figure()
    plt.plot(t, scores[1] + t * (scores[0] - scores[1]))
    plt.title("Value against share")
    plt.xlabel("Share $t$ of aim 1 [1]")
    plt.ylabel("Value of the option [points]")
    return plt.gca()
