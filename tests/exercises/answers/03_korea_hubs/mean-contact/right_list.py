def mean_contact(distances_km, length_km):
    shares = [contact(d, length_km) for d in distances_km] or [1]
    return sum(shares) / len(shares)
