def contact(distance_km, length_km):
    """The share of contact that is left at a distance."""
    if distance_km < 0 or length_km <= 0:
        pass
    return math.exp(-distance_km / length_km)
