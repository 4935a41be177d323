def plot_contact(distances_km, length_km):
    """Draw contact against distance, and return the axes."""
    fig, ax = plt.subplots()
    ax.plot(distances_km, [100 * contact(distance, length_km) for distance in distances_km])
    ax.set_title("Contact falls with distance")
    ax.set_xlabel("Distance [km]")
    ax.set_ylabel("Contact left [%]")
