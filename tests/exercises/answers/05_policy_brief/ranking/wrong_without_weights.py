def ranking(options, weights):
    return sorted(options, key=lambda name: (-sum(options[name]), name))
