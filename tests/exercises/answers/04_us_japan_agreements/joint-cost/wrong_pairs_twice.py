# says: not six
def joint_cost(alone, common, per_pair):
    n = len(alone)
    return common * max(alone, default=0) + (1 - common) * sum(alone) + per_pair * n * (n - 1)
