class Navigator:
    def __init__(self, altitude, gate, limit):
        self.altitude, self.gate, self.limit, self.rejected = altitude, gate, limit, 0

    def step(self, drop, reading):
        self.altitude -= drop
        if reading is None or self.rejected >= self.limit:
            return self.altitude
        if keeps(reading, self.altitude, self.gate):
            self.altitude = reading
        else:
            self.rejected += 1
        return self.altitude

def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    navigator = Navigator(start_m, gate_m, limit)
    return [navigator.step(drop, reading) for drop, reading in zip(drops_m, readings_m)]
