evidence = {
    "hardware": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "While ispace had since fixed the software issues, the hardware design for Resilience remained mostly unchanged."},
    "contact": {"verdict": "supported", "reading": "crash", "paragraph": 6, "quote": "lost less than two minutes before the expected touchdown"},
    "first-soft": {"verdict": "contradicted", "reading": "crash", "paragraph": 10, "quote": "although its SLIM lander also landed in a toppled position"},
    "cause": {"verdict": "contradicted", "reading": "crash", "paragraph": 8, "quote": "a misjudged altitude reading"},
    "range": {"verdict": "not in the readings"},
}
evidence["extra"] = {"verdict": "supported"}
