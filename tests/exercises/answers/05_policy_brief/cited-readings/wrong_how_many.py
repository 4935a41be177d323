def cited_readings(text):
    return len(set(re.findall(r'\[([a-z]+) ¶[0-9]+ "[^"]+"\]', text)))
