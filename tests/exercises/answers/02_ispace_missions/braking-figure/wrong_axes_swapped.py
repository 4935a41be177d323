# says: swapped
def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    ax.plot([braking_need(h, speed_m_s) for h in altitudes_m], altitudes_m)
    ax.set_title("Braking need")
    ax.set_xlabel("altitude [m]")
    ax.set_ylabel("braking need [m/s²]")
    return ax
