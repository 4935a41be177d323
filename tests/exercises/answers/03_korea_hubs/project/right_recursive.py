def project_days(tasks, handover_days):
    def end(name):
        days, place, after = tasks[name]
        return days + max([end(e) + (handover_days if tasks[e][1] != place else 0) for e in after], default=0)
    return max([end(name) for name in tasks], default=0)
