# says: y values are not
def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    ax.plot(altitudes_m, [speed_m_s**2 / (2 * h) for h in altitudes_m])
    ax.set_title("Braking need")
    ax.set_xlabel("altitude [m]")
    ax.set_ylabel("braking need [m/s²]")
    return ax
