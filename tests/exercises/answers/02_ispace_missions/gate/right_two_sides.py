def keeps(measured_m, predicted_m, gate_m):
    return predicted_m - gate_m <= measured_m <= predicted_m + gate_m
