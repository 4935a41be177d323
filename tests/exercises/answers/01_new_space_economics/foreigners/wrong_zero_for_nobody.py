# says: Hidden test
def foreign_share(offices):
    everybody = sum(people for people, _ in offices)
    if not everybody:
        return 0.0
    return sum(people * share for people, share in offices) / everybody
