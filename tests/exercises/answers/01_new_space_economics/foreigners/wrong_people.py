# says: divide by all people
def foreign_share(offices):
    if not sum(people for people, _ in offices):
        raise ValueError("nobody")
    return sum(people * share for people, share in offices)
