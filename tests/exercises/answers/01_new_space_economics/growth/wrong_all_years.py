# says: all years together
def growth(first, last, years):
    return last / first - 1
