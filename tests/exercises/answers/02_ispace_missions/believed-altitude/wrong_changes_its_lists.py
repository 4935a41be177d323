# says: changed a list
def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    now = start_m
    rejected = 0
    track = []
    while drops_m:
        now = now - drops_m.pop(0)
        reading = readings_m.pop(0)
        if reading is not None and rejected < limit:
            if keeps(reading, now, gate_m):
                now = reading
            else:
                rejected += 1
        track.append(now)
    return track
