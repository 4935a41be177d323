def joint_cost(alone, common, per_pair):
    n = len(alone)
    shared = common * max(alone, default=0)
    own = sum((1 - common) * cost for cost in alone)
    return shared + own + per_pair * n * (n - 1) / 2
