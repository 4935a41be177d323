# says: Hidden test
def lost_promises(removed, needs, parents):
    for needed in needs.values():
        if any(one == removed or rests_on(one, removed, parents) for one in needed):
            return 1
    return 0
