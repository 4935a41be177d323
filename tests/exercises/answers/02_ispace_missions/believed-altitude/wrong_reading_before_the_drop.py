# says: Subtract the drop first
def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    now = start_m
    rejected = 0
    track = []
    for drop, reading in zip(drops_m, readings_m):
        if reading is not None and rejected < limit:
            if keeps(reading, now, gate_m):
                now = reading
            else:
                rejected += 1
        track.append(now)
        now = now - drop
    return track
