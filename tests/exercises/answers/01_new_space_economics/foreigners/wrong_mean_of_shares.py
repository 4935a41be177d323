# says: mean of the shares
def foreign_share(offices):
    if not sum(people for people, _ in offices):
        raise ValueError("nobody")
    return sum(share for _, share in offices) / len(offices)
