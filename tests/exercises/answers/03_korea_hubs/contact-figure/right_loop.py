def plot_contact(distances_km, length_km):
    heights = []
    for d in distances_km:
        heights.append(100 * contact(d, length_km))
    ax = plt.figure().add_subplot()
    ax.plot(distances_km, heights, color="green")
    ax.set_title("Distance and contact")
    ax.set_xlabel("Distance between teams [km]")
    ax.set_ylabel("Contact left [%]")
    return ax
