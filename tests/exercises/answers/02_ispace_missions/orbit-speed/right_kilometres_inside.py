orbit_speed = lambda altitude_m: 1000 * math.sqrt(4902.8 / (1737.4 + altitude_m / 1000))
