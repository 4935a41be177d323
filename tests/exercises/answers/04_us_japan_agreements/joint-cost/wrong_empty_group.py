# says: Hidden test
def joint_cost(alone, common, per_pair):
    n = len(alone)
    return common * max(alone) + (1 - common) * sum(alone) + per_pair * n * (n - 1) / 2
