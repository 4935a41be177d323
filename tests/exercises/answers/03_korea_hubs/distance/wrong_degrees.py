def distance_km(lat_a, lon_a, lat_b, lon_b):
    """The shortest way between two points on the Earth, in km."""
    a, b = lat_a, lat_b
    turn = lon_b - lon_a
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))
