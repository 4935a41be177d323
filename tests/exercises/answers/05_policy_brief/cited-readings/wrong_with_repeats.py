def cited_readings(text):
    return sorted(re.findall(r'\[([a-z]+) ¶[0-9]+ "[^"]+"\]', text))
