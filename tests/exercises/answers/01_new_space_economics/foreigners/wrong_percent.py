# says: give a fraction
def foreign_share(offices):
    everybody = sum(people for people, _ in offices)
    if not everybody:
        raise ValueError("nobody")
    return 100 * sum(people * share for people, share in offices) / everybody
