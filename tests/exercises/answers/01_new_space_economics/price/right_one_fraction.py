def times_cheaper(old_price, old_kg, new_price, new_kg):
    if min(old_kg, new_kg) <= 0:
        raise ValueError
    return old_price * new_kg / (new_price * old_kg)
