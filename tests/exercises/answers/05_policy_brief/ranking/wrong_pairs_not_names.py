def ranking(options, weights):
    return sorted(((value(scores, weights), name) for name, scores in options.items()), reverse=True)
