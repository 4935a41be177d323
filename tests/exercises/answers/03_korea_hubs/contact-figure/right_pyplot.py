def plot_contact(distances_km, length_km):
    plt.figure()
    plt.plot(distances_km, [contact(d, length_km) * 100 for d in distances_km])
    plt.title("Contact")
    plt.xlabel("Straight distance [km]")
    plt.ylabel("Contact that is left [%]")
    return plt.gca()
