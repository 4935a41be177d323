# says: turned round
def times_cheaper(old_price, old_kg, new_price, new_kg):
    if old_kg <= 0 or new_kg <= 0:
        raise ValueError("no payload")
    return (new_price / new_kg) / (old_price / old_kg)
