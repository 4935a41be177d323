# says: A dict was expected
evidence = [
    {"id": "hardware", "verdict": "contradicted"},
]
