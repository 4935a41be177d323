def distance_km(lat_a, lon_a, lat_b, lon_b):
    def point(lat, lon):
        lat, lon = np.radians(lat), np.radians(lon)
        return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    p, q = point(lat_a, lon_a), point(lat_b, lon_b)
    return 6371 * np.arctan2(np.linalg.norm(np.cross(p, q)), p @ q)
