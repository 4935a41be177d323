def ranking(options, weights):
    return max(options, key=lambda name: value(options[name], weights))
