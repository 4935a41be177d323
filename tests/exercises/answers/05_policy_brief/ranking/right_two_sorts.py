def ranking(options, weights):
    names = sorted(options)
    names.sort(key=lambda name: round(value(options[name], weights), 9), reverse=True)
    return names
