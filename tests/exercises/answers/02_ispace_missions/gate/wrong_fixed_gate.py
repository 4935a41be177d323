# says: Hidden test
def keeps(measured_m, predicted_m, gate_m):
    return abs(measured_m - predicted_m) <= 1_000
