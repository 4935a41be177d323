def found(verdict, reading, paragraph, quote):
    return dict(verdict=verdict, reading=reading, paragraph=paragraph, quote=quote)

evidence = {"cost": {"verdict": "not in the readings", "quote": ""}}
evidence["people"] = found("supported", "crash", 7, "more than 500 ispace employees, investors")
evidence["korea"] = found("contradicted", "gap", 2, "a government-led lunar landing, let alone a private one")
