def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    needs = []
    for h in altitudes_m:
        needs.append(braking_need(h, speed_m_s))
    ax.plot(altitudes_m, needs, 'o-', color='black', label='need')
    ax.legend()
    ax.grid(True)
    ax.set_title("Braking need")
    ax.set_xlabel("altitude [m]")
    ax.set_ylabel("braking need [m/s²]")
    return ax
