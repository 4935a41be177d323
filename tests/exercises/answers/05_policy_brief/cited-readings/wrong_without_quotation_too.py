# says: has no quotation
def cited_readings(text):
    return sorted(set(re.findall(r"\[([a-z]+) ¶", text)))
