def times_cheaper(old_price, old_kg, new_price, new_kg):
    for mass in (old_kg, new_kg):
        if mass <= 0:
            raise ValueError("no payload")
    old_per_kg = old_price / old_kg
    new_per_kg = new_price / new_kg
    return old_per_kg / new_per_kg
