import numpy as np

def sign_worth(chance, gain, loss, reliability):
    start = np.dot([chance, 1 - chance], [gain, -loss])
    follow = np.dot([chance * reliability, (1 - chance) * (1 - reliability)], [gain, -loss])
    return np.clip(follow - np.maximum(start, 0), 0, None)
