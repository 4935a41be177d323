# says: Hidden test
def lost_promises(removed, needs, parents):
    return sum(one == removed or rests_on(one, removed, parents) for needed in needs.values() for one in needed)
