def ranking(options, weights):
    names = sorted(options, key=lambda name: (-round(value(options[name], weights), 9), name))
    options.clear()
    return names
