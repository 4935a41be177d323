def rests_on(act, ground, parents):
    below = parents.get(act, [])
    found = False
    while below:
        one = below.pop()
        found = found or one == ground or rests_on(one, ground, parents)
    return found
