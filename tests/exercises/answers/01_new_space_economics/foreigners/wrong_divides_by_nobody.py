# says: Hidden test
def foreign_share(offices):
    return sum(people * share for people, share in offices) / sum(people for people, _ in offices)
