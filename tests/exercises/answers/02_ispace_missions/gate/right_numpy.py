import numpy as np

def keeps(measured_m, predicted_m, gate_m):
    return np.abs(np.float64(measured_m) - predicted_m) <= gate_m
