def cited_readings(text):
    return sorted(set(re.findall(r'\[([a-z]+) ¶[0-9]+ "[a-z0-9 ]+"\]', text)))
