def cited_readings(text):
    marks = re.findall(r"\[[^\[\]]*\]", text)
    whole = re.compile(r'\[(\w+) ¶(\d+) "([^"]+)"\]')
    hits = [whole.fullmatch(mark) for mark in marks]
    return sorted({hit.group(1) for hit in hits if hit})
