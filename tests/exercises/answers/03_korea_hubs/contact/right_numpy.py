def contact(distance_km, length_km):
    if length_km <= 0 or distance_km < 0:
        raise ValueError("cannot be")
    return np.exp(-distance_km / length_km)
