def ranking(options, weights):
    return sorted(options, key=lambda name: (-value(options[name], weights), name))
