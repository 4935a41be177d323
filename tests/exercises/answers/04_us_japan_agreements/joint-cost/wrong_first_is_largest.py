# says: Hidden test
def joint_cost(alone, common, per_pair):
    n = len(alone)
    first = alone[0] if alone else 0
    return common * first + (1 - common) * sum(alone) + per_pair * n * (n - 1) / 2
