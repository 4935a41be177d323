def keeps(measured_m, predicted_m, gate_m):
    difference = measured_m - predicted_m
    if difference < 0:
        difference = -difference
    if difference > gate_m:
        return False
    else:
        return True
