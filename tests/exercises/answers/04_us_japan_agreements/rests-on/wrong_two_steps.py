# says: Hidden test
def rests_on(act, ground, parents):
    direct = parents.get(act, [])
    return ground in direct or any(ground in parents.get(p, []) for p in direct)
