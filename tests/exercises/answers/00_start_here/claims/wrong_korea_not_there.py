evidence = {
    "people": {"verdict": "supported", "reading": "crash", "paragraph": 7, "quote": "more than 500 ispace employees"},
    "korea": {"verdict": "not in the readings"},
    "cost": {"verdict": "not in the readings"},
}
