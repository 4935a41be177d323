# says: Hidden test
def lost_promises(removed, needs, parents):
    return sum(any(one == removed or removed in parents.get(one, []) for one in needed) for needed in needs.values())
