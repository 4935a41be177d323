def rests_on(act, ground, parents):
    below = set(parents.get(act, []))
    while True:
        more = {p for one in below for p in parents.get(one, [])} - below
        if not more:
            return ground in below
        below |= more
