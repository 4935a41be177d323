def rests_on(act, ground, parents):
    return any(p == ground or rests_on(p, ground, parents) for p in parents[act])
