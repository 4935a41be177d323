evidence = {
    "people": {"verdict": "supported", "reading": "crash", "paragraph": 7, "quote": "more than 500 ispace employees"},
    "korea": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "let alone a private one"},
    "cost": {"verdict": "not in the readings"},
}
