def cited_readings(text):
    found = set()
    for match in re.finditer(r'\[(?P<name>[a-z]+) ¶\d+ "[^"\]]+"\]', text):
        found.add(match["name"])
    return sorted(found)
