# says: not counted as foreign
def foreign_share(offices):
    everybody = sum(people for people, _ in offices)
    if not everybody:
        raise ValueError("nobody")
    return sum(people * (1 - share) for people, share in offices) / everybody
