# says: divide by those of all offices
def foreign_share(offices):
    return sum(people * share for people, share in offices) / offices[0][0]
