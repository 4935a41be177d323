# says: where 5 were expected
def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    now = start_m
    rejected = 0
    track = [start_m]
    for drop, reading in zip(drops_m, readings_m):
        now = now - drop
        if reading is not None and rejected < limit:
            if keeps(reading, now, gate_m):
                now = reading
            else:
                rejected += 1
        track.append(now)
    return track
