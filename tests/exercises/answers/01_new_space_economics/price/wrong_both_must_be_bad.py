# says: Hidden test
def times_cheaper(old_price, old_kg, new_price, new_kg):
    if old_kg <= 0 and new_kg <= 0:
        raise ValueError("no payload")
    return (old_price / old_kg) / (new_price / new_kg)
