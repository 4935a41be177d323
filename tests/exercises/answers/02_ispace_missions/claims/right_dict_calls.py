def entry(verdict, reading=None, paragraph=None, quote=None):
    return {"verdict": verdict, "reading": reading, "paragraph": paragraph, "quote": quote}

evidence = dict(
    hardware=entry("contradicted", "crash", 8, "the hardware design for Resilience remained mostly unchanged"),
    contact=entry("supported", "crash", 6, "Data from the spacecraft was lost less than two minutes before"),
    cause=entry("contradicted", "crash", 8, "crashed because of a misjudged altitude reading"),
    range=entry("not in the readings"),
)
evidence["first-soft"] = entry("contradicted", "crash", 10, "becoming the fifth country to do so")
