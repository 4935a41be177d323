# says: use rests_on
def lost_promises(removed, needs, parents):
    return sum(removed in needed for needed in needs.values())
