def rests_on(act, ground, parents):
    if act not in parents:
        return False
    for parent in parents[act]:
        if parent == ground or rests_on(parent, ground, parents):
            return True
    return False
