def all_ready(chances):
    if not chances:
        return 1
    if not 0 <= chances[0] <= 1:
        raise ValueError
    return chances[0] * all_ready(chances[1:])
