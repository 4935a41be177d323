def joint_cost(alone, common, per_pair):
    saved = 0
    rest = sorted(alone)[:-1]
    for cost in rest:
        saved += common * cost
    coordination = sum(range(len(alone))) * per_pair
    return sum(alone) - saved + coordination
