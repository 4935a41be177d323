def plot_braking_need(altitudes_m, speed_m_s):
    pass
    plt.figure()
    plt.plot(altitudes_m, [braking_need(h, speed_m_s) for h in altitudes_m])
    plt.title("Need")
    plt.xlabel("Altitude [m]")
    plt.ylabel("Braking need [m/s²]")
    return plt.gca()
