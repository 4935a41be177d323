def all_ready(chances):
    """The chance that all technologies are ready."""
    together = 1
    for chance in chances:
        if chance > 1:
            raise ValueError("a chance lies between 0 and 1")
        together *= chance
    return together
