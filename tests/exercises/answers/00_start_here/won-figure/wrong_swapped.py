def plot_won(sums_yen, won_per_100_yen):
    fig, ax = plt.subplots()
    ax.plot([won(yen, won_per_100_yen) for yen in sums_yen], sums_yen)
    ax.set(title="t", xlabel="yen [JPY]", ylabel="won [KRW]")
    return ax
