def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    pairs = sorted((h, braking_need(h, speed_m_s)) for h in altitudes_m)
    ax.plot([p[0] for p in pairs], [p[1] for p in pairs])
    fig.suptitle("How hard to brake")
    ax.set(xlabel="Altitude of first reading [m]", ylabel=r"Needed acceleration [m/s$^2$]")
    return ax
