def at_least_one(successes, attempts, future):
    fail_all = 1
    while future > 0:
        fail_all *= 1 - (successes + 1) / (attempts + 2)
        attempts += 1
        future -= 1
    return 1 - fail_all
