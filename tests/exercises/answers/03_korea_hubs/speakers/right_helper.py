def found(verdict, reading, paragraph, quote):
    return {"verdict": verdict, "reading": reading, "paragraph": paragraph, "quote": quote}

evidence = {"firms": {"verdict": "not in the readings"}}
evidence["insider"] = found("supported", "cluster", 5, "one industry insider in Daejeon")
evidence["long"] = found("contradicted", "gap", 10, "tasks lasting 1 to 2 years")
evidence["strength"] = found("supported", "cluster", 7, "is its comparative advantage")
evidence["agency"] = found("contradicted", "cluster", 5, "administrative friction between Daejeon")
