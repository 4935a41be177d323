def ranking(options, weights):
    left = dict(options)
    out = []
    while left:
        best = None
        for name in sorted(left):
            if best is None or round(value(left[name], weights), 9) > round(value(left[best], weights), 9):
                best = name
        out.append(best)
        del left[best]
    return out
