def mean_contact(distances_km, length_km):
    if not distances_km:
        return 1
    return contact(sum(distances_km) / len(distances_km), length_km)
