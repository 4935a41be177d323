# says: for each pair
def joint_cost(alone, common, per_pair):
    return common * max(alone, default=0) + (1 - common) * sum(alone) + per_pair
