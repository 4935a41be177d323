# says: too short
evidence = {
    "hardware": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "mostly unchanged"},
    "contact": {"verdict": "supported", "reading": "crash", "paragraph": 6, "quote": "lost less than two minutes before the expected touchdown"},
    "first-soft": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "Japan succeeded partially in landing its government-led unmanned lunar lander SLIM"},
    "cause": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "a misjudged altitude reading"},
    "range": {"verdict": "not in the readings"},
}
