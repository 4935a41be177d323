# says: True or False was expected
def keeps(measured_m, predicted_m, gate_m):
    return 1 if abs(measured_m - predicted_m) <= gate_m else 0
