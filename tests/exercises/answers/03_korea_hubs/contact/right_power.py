def contact(distance_km, length_km):
    if not (distance_km >= 0 and length_km > 0):
        raise ValueError
    return math.e ** (-distance_km / length_km)
