# says: First and last are swapped
def growth(first, last, years):
    return (first / last) ** (1 / years) - 1
