# says: not the other way round
def rests_on(act, ground, parents):
    def down(a, b):
        return any(p == b or down(p, b) for p in parents.get(a, []))
    return down(act, ground) or down(ground, act)
