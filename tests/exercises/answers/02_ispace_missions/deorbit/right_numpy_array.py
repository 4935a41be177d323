import numpy as np

def deorbit(high_m, low_m):
    r = np.array([high_m, low_m]) + R_MOON
    a = r.mean()
    return np.array([np.sqrt(GM_MOON / r[0]) - np.sqrt(GM_MOON * (2 / r[0] - 1 / a)), np.pi * np.sqrt(a**3 / GM_MOON)])
