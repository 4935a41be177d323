# says: A reading may be too low as well
def keeps(measured_m, predicted_m, gate_m):
    return measured_m - predicted_m <= gate_m
