import numpy as np

def believed_altitude(start_m, drops_m, readings_m, gate_m, limit):
    result = np.zeros(len(drops_m))
    left = limit
    now = start_m
    for step, (drop, reading) in enumerate(zip(drops_m, readings_m)):
        now -= drop
        if left > 0 and reading is not None:
            if abs(now - reading) <= gate_m:
                now = reading
            else:
                left -= 1
        result[step] = now
    return result
