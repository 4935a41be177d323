# says: does not name the unit
def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    ax.plot(altitudes_m, [braking_need(h, speed_m_s) for h in altitudes_m])
    ax.set_title("Braking need")
    ax.set_xlabel("altitude [m]")
    ax.set_ylabel("braking need")
    return ax
