def lost_promises(removed, needs, parents):
    gone = lambda one: one == removed or rests_on(one, removed, parents)
    return sum(any(map(gone, needed)) for needed in needs.values())
