def lost_promises(removed, needs, parents):
    stands = [p for p, needed in needs.items() if all(one != removed and not rests_on(one, removed, parents) for one in needed)]
    return len(needs) - len(stands)
