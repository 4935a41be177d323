# says: Hidden test
def rests_on(act, ground, parents):
    return act == ground or any(rests_on(p, ground, parents) for p in parents.get(act, []))
