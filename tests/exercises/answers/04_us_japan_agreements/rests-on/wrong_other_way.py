# says: follow the chain
def rests_on(act, ground, parents):
    return any(p == act or rests_on(p, act, parents) for p in parents.get(ground, []))
