evidence = {
    "ranks": {"verdict": "supported", "reading": "gap", "paragraph": 6, "quote": "Japan ranked 4th and Korea 5th"},
    "landing": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "The government schedule is set for 2032"},
    "strength": {"verdict": "supported", "reading": "cluster", "paragraph": 7, "quote": "Korea’s coordination capability is its comparative advantage"},
    "distance": {"verdict": "contradicted", "reading": "cluster", "paragraph": 5, "quote": "physical separation undermines the collaborative density"},
    "profit": {"verdict": "not in the readings"},
}
