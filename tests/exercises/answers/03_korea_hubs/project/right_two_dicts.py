def project_days(tasks, handover_days):
    if not tasks:
        return 0
    where = {n: t[1] for n, t in tasks.items()}
    done = {}
    for n, (d, _p, before) in tasks.items():
        done[n] = d + max((done[b] + handover_days * (where[b] != where[n]) for b in before), default=0)
    return max(done.values())
