def mean_contact(distances_km, length_km):
    """The mean share of contact over all pairs."""
    if len(distances_km) == 0:
        return 1
    return sum(contact(distance, length_km) for distance in distances_km)
