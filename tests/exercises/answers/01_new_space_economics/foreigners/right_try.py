def foreign_share(offices):
    try:
        return sum(office[0] * office[1] for office in offices) / sum(office[0] for office in offices)
    except ZeroDivisionError:
        raise ValueError("nobody to count") from None
