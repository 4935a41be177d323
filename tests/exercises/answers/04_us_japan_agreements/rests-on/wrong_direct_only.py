# says: follow the chain
def rests_on(act, ground, parents):
    return ground in parents.get(act, [])
