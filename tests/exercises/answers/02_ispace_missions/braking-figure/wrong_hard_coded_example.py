# says: Hidden test
def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    ax.plot([500, 900, 3000], [5.976, 4.04, 2.346])
    ax.set_title("Braking need")
    ax.set_xlabel("altitude [m]")
    ax.set_ylabel("braking need [m/s²]")
    return ax
