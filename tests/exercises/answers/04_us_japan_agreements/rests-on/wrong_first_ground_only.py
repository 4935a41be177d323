# says: Hidden test
def rests_on(act, ground, parents):
    below = parents.get(act, [])
    if not below:
        return False
    return below[0] == ground or rests_on(below[0], ground, parents)
