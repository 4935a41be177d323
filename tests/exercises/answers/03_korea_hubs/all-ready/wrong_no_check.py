def all_ready(chances):
    """The chance that all technologies are ready."""
    together = 1
    for chance in chances:
        if chance < 0 or chance > 1:
            pass
        together *= chance
    return together
