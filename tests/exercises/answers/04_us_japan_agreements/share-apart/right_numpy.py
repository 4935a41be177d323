import numpy as np

share_apart = lambda offset_a_h, offset_b_h: np.abs(np.subtract(offset_a_h, offset_b_h)) / 24
