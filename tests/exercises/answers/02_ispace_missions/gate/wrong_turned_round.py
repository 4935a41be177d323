# says: 20 m off
def keeps(measured_m, predicted_m, gate_m):
    return abs(measured_m - predicted_m) > gate_m
