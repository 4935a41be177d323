# says: entry is missing
evidence = {
    "hardware": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "remained mostly unchanged"},
}
