def all_ready(chances):
    if any(c < 0 or c > 1 for c in chances):
        raise ValueError("no chance")
    return math.prod(chances)
