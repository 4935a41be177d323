# says: Hidden test
def keeps(measured_m, predicted_m, gate_m):
    return measured_m - predicted_m <= gate_m
