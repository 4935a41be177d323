# says: needed only once
def joint_cost(alone, common, per_pair):
    n = len(alone)
    return sum(alone) + per_pair * n * (n - 1) / 2
