import numpy as np

def plot_learning(units, slope):
    fig, ax = plt.subplots(figsize=(5, 3))
    numbers = np.asarray(units, dtype=float)
    ax.loglog(numbers, 100 * numbers ** np.log2(slope), "o-", label=f"{slope:.0%}")
    ax.set(title="A learning curve", xlabel="Number of the unit [units]", ylabel="Cost in per cent of the first [%]")
    ax.legend()
    return ax
