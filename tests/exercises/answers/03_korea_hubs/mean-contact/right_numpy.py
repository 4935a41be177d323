def mean_contact(distances_km, length_km):
    if not distances_km:
        return 1.0
    return float(np.mean(np.exp(-np.array(distances_km) / length_km)))
