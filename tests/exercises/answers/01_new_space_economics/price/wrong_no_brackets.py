# says: into brackets
def times_cheaper(old_price, old_kg, new_price, new_kg):
    if old_kg <= 0 or new_kg <= 0:
        raise ValueError("a mass must be above 0")
    return old_price / old_kg / new_price / new_kg
