def plot_won(sums_yen, won_per_100_yen):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot(sums_yen, [yen * won_per_100_yen / 100 for yen in sums_yen], "s-")
    ax.set(title="Yen and won", xlabel="yen [JPY]", ylabel="won [KRW]")
    return ax
