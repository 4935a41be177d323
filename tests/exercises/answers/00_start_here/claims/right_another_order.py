evidence = {}
evidence["cost"] = {"verdict": "not in the readings"}
evidence["korea"] = {"quote": "lunar landing, let alone a private one", "paragraph": 2, "reading": "gap", "verdict": "contradicted"}
evidence["people"] = {"quote": "more than 500 ispace employees, investors, sponsors", "paragraph": 7, "reading": "crash", "verdict": "supported"}
