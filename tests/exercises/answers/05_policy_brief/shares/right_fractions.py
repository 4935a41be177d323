from fractions import Fraction

def shares(weights):
    exact = [Fraction(weight) for weight in weights]
    if any(one < 0 for one in exact) or not any(exact):
        raise ValueError("bad weights")
    return tuple(float(one / sum(exact)) for one in exact)
