def mean_contact(distances_km, length_km):
    """The mean share of contact over all pairs."""
    pass
    return sum(contact(distance, length_km) for distance in distances_km) / len(distances_km)
