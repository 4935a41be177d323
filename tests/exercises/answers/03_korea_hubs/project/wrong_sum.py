def project_days(tasks, handover_days):
    return sum(t[0] for t in tasks.values()) + handover_days * sum(tasks[e][1] != t[1] for t in tasks.values() for e in t[2])
