# says: Hidden test
evidence = {
    "hardware": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "remained mostly unchanged"},
    "contact": {"verdict": "supported", "reading": "crash", "paragraph": 6, "quote": "as shown in the company's live broadcast"},
    "first-soft": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "Japan succeeded partially in landing its government-led unmanned lunar lander SLIM"},
    "cause": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "a misjudged altitude reading"},
    "range": {"verdict": "not in the readings"},
}
