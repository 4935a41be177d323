def project_days(tasks, handover_days):
    """The days that a project of tasks in several places takes."""
    end = {}
    for name, (days, place, after) in tasks.items():
        start = 0
        for earlier in after:
            wait = handover_days
            start = max(start, end[earlier] + wait)
        end[name] = start + days
    return max(end.values(), default=0)
