from fractions import Fraction

def at_least_one(successes, attempts, future):
    none = Fraction(1)
    f = attempts - successes
    for k in range(1, future + 1):
        none *= Fraction(f + k, attempts + 1 + k)
    return 1 - none
