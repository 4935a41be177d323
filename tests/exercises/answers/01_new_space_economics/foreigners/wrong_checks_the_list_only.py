# says: Hidden test
def foreign_share(offices):
    if not offices:
        raise ValueError("nobody")
    everybody = sum(people for people, _ in offices)
    return sum(people * share for people, share in offices) / max(everybody, 1e-9)
