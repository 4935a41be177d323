def foreign_share(offices):
    counted = everybody = 0
    for people, share in offices:
        counted += people * share
        everybody += people
    if not everybody:
        raise ValueError("nobody")
    return counted / everybody
