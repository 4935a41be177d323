def project_days(tasks, handover_days):
    ends, longest = {}, 0
    for name in tasks:
        days, place, after = tasks[name]
        ready = [0]
        for e in after:
            arrival = ends[e]
            if tasks[e][1] != place:
                arrival = arrival + handover_days
            ready.append(arrival)
        ends[name] = max(ready) + days
        longest = max(longest, ends[name])
    return longest
