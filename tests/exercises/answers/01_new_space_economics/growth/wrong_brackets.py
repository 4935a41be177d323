def growth(first, last, years):
    return (last / first) ** 1 / years - 1
