def plot_won(sums_yen, won_per_100_yen):
    plt.figure()
    plt.plot(sums_yen, [won(yen, won_per_100_yen) for yen in sums_yen], color="green")
    plt.title("How many won")
    plt.xlabel("Sum [JPY]")
    plt.ylabel("The same sum [KRW]")
    return plt.gca()
