def ranking(options, weights):
    pairs = [(-round(value(scores, weights), 9), name) for name, scores in options.items()]
    pairs.sort()
    return [name for _, name in pairs]
