def plot_braking_need(altitudes_m, speed_m_s):
    fig, ax = plt.subplots()
    import numpy as np
    h = np.array(altitudes_m, dtype=float)
    ax.axhline(G_MOON, linestyle=":")
    ax.plot(h, speed_m_s**2 / (2 * h) + G_MOON)
    ax.set_xscale("log")
    ax.set_title("Need", loc="left")
    ax.set_xlabel("Altitude h [m]")
    ax.set_ylabel("Acceleration a [m/s^2]")
    return ax
