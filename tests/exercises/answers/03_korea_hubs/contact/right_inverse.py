def contact(distance_km, length_km):
    for bad in (distance_km < 0, length_km <= 0):
        if bad:
            raise ValueError("a number is out of its range")
    return 1 / math.exp(distance_km / length_km)
