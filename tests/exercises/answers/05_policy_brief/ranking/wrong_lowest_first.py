# says: highest value first
def ranking(options, weights):
    return sorted(options, key=lambda name: (round(value(options[name], weights), 9), name))
