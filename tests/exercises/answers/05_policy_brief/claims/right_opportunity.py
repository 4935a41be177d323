def entry(verdict, reading=None, paragraph=None, quote=None):
    return {"verdict": verdict, "reading": reading, "paragraph": paragraph, "quote": quote}

evidence = dict(
    level=entry("supported", "gap", 6, "Japan ranked 4th and Korea 5th"),
    attempt=entry("contradicted", "gap", 2, "Korea has not even attempted"),
    hubs=entry("supported", "cluster", 5, "administrative friction between Daejeon and Sacheon over aerospace governance"),
    cost=entry("not in the readings"),
    seat=entry("supported", "market", 5, "NASA will provide an opportunity for a Japan Aerospace Exploration Agency (JAXA) astronaut"),
    alone=entry("contradicted", "gap", 12, "should seek ways to collaborate with countries"),
)
