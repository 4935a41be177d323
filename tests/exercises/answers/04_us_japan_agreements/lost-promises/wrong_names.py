def lost_promises(removed, needs, parents):
    return [p for p, needed in needs.items() if any(one == removed or rests_on(one, removed, parents) for one in needed)]
