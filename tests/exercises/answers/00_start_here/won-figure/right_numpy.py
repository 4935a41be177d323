import numpy as np

def plot_won(sums_yen, won_per_100_yen):
    x = np.asarray(sums_yen, dtype=float)
    axes = plt.figure().add_subplot()
    axes.plot(x, x * won_per_100_yen / 100)
    axes.set_title("Exchange")
    axes.set_xlabel("Price [JPY]")
    axes.set_ylabel("Price [KRW]")
    return axes
