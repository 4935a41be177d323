def cited_readings(text):
    return [name for name in ("cluster", "crash", "gap", "market", "preview") if name in text]
