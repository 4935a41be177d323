# says: Nothing came back
def keeps(measured_m, predicted_m, gate_m):
    if abs(measured_m - predicted_m) <= gate_m:
        return True
