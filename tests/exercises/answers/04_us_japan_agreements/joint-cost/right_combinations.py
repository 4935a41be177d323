from itertools import combinations

def joint_cost(alone, common, per_pair):
    if len(alone) == 0:
        return 0.0
    pairs = len(list(combinations(alone, 2)))
    return max(alone) * common + sum(alone) - sum(alone) * common + pairs * per_pair
