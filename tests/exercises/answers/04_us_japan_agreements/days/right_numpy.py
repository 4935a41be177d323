import numpy as np

def days_between(first, second):
    return int((np.datetime64(second) - np.datetime64(first)) / np.timedelta64(1, "D"))
