def distance_km(lat_a, lon_a, lat_b, lon_b):
    a, b, difference = math.radians(lat_a), math.radians(lat_b), math.radians(lon_b - lon_a)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(difference)
    return 6371 * math.acos(max(-1, min(1, cosine)))
