def plot_contact(distances_km, length_km):
    _, ax = plt.subplots(figsize=(6, 3))
    ax.plot(distances_km, 100 * np.exp(-np.array(distances_km) / length_km), "o-")
    ax.set(title="How contact falls", xlabel="Distance [km]", ylabel="Contact [%]")
    return ax
