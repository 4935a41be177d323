def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    believed = [start_m]
    bad = 0
    working = True
    for i in range(len(drops_m)):
        reckoned = believed[-1] - drops_m[i]
        reading = readings_m[i]
        if working and reading is not None:
            if keeps(reading, reckoned, gate_m):
                reckoned = reading
            else:
                bad += 1
                if bad == limit:
                    working = False
        believed.append(reckoned)
    return believed[1:]
