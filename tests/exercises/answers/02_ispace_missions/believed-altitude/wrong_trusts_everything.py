# says: A reading that does not pass the gate is ignored
def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    now = start_m
    rejected = 0
    track = []
    for drop, reading in zip(drops_m, readings_m):
        now = now - drop
        if reading is not None and rejected < limit:
            if True:
                now = reading
            else:
                rejected += 1
        track.append(now)
    return track
