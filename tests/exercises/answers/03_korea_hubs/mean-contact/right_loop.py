def mean_contact(distances_km, length_km):
    total, number = 0.0, 0
    for distance in distances_km:
        total += math.exp(-distance / length_km)
        number += 1
    return total / number if number else 1
