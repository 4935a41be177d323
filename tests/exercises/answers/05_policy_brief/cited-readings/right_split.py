def cited_readings(text):
    names = []
    for piece in text.split("[")[1:]:
        inside, closed, _ = piece.partition("]")
        parts = inside.split(" ", 2)
        if not closed or len(parts) < 3:
            continue
        name, place, quote = parts
        good = name.isalpha() and place[:1] == "¶" and place[1:].isdigit() and len(quote) > 2 and quote[0] == quote[-1] == '"'
        if good and name not in names:
            names.append(name)
    names.sort()
    return names
