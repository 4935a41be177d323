def lost_promises(removed, needs, parents):
    lost = set()
    for promise in needs:
        for one in needs[promise]:
            if one == removed or rests_on(one, removed, parents):
                lost.add(promise)
    return len(lost)
