import numpy as np

def plot_acts(years):
    fig, ax = plt.subplots()
    ax.plot(np.sort(years), np.arange(len(years)) + 1, drawstyle="steps-post")
    ax.set_title("Acts so far")
    ax.set_xlabel("Year of signing [year]")
    ax.set_ylabel("Number of acts [acts]")
    return ax
