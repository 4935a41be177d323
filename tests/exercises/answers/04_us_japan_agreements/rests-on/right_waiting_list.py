def rests_on(act, ground, parents):
    waiting = list(parents.get(act, []))
    while waiting:
        one = waiting.pop()
        if one == ground:
            return True
        waiting.extend(parents.get(one, []))
    return False
