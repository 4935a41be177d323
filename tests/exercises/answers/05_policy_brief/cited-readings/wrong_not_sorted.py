def cited_readings(text):
    return list(dict.fromkeys(re.findall(r'\[([a-z]+) ¶[0-9]+ "[^"]+"\]', text)))
