# says: one missing thing is enough
def lost_promises(removed, needs, parents):
    return sum(all(one == removed or rests_on(one, removed, parents) for one in needed) for needed in needs.values())
