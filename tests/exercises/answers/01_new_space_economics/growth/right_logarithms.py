def growth(first, last, years):
    return math.exp((math.log(last) - math.log(first)) / years) - 1
