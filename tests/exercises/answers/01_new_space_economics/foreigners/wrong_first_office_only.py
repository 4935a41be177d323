def foreign_share(offices):
    people, share = offices[0]
    if not people:
        raise ValueError("nobody")
    return people * share / people
