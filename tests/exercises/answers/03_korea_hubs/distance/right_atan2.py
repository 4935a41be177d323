def distance_km(lat_a, lon_a, lat_b, lon_b):
    p, q, d = map(math.radians, (lat_a, lat_b, lon_a - lon_b))
    h = math.sin((p - q) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
    return 6371 * 2 * math.atan2(math.sqrt(h), math.sqrt(1 - h))
