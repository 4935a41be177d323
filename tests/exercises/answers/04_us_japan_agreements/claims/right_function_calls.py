def found(verdict, reading, paragraph, quote):
    return {"verdict": verdict, "reading": reading, "paragraph": paragraph, "quote": quote}

evidence = {"seat-price": dict(verdict="not in the readings")}
evidence["instrument"] = found("supported", "market", 4, "with exchange of a “Japan-U.S. Joint Communique”")
evidence["first"] = found("contradicted", "market", 5, "the first country to sign up for the extension of ISS")
evidence["upright"] = found("contradicted", "crash", 10, "in a toppled position")
evidence["stays"] = found("supported", "crash", 10, "Japan continues its strong participation in NASA’s Artemis lunar program")
