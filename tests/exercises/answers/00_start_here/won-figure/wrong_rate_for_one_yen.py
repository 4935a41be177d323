def plot_won(sums_yen, won_per_100_yen):
    fig, ax = plt.subplots()
    ax.plot(sums_yen, [yen * won_per_100_yen for yen in sums_yen])
    ax.set(title="From yen to won", xlabel="yen [JPY]", ylabel="won [KRW]")
    return ax
