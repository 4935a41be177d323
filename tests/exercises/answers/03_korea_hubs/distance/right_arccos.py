def distance_km(lat_a, lon_a, lat_b, lon_b):
    if (lat_a, lon_a) == (lat_b, lon_b):
        return 0.0
    a, b, c = np.radians([lat_a, lat_b, lon_b - lon_a])
    return 6371 * np.arccos(np.clip(np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(c), -1, 1))
