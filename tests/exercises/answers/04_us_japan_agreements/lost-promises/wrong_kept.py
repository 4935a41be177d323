# says: Hidden test
def lost_promises(removed, needs, parents):
    return sum(all(one != removed and not rests_on(one, removed, parents) for one in needed) for needed in needs.values())
