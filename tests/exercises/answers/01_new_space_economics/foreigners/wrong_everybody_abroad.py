# says: Hidden test
def foreign_share(offices):
    everybody = sum(people for people, _ in offices)
    if not everybody:
        raise ValueError("nobody")
    counted = offices[0][0] * offices[0][1] + sum(people for people, _ in offices[1:])
    return counted / everybody
