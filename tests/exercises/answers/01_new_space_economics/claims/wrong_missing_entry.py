evidence = {
    "ranks": {"verdict": "supported", "reading": "gap", "paragraph": 6, "quote": "Japan ranked 4th and Korea 5th"},
    "landing": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "Korea has not even attempted a government-led lunar landing"},
    "strength": {"verdict": "supported", "reading": "cluster", "paragraph": 7, "quote": "Korea’s coordination capability is its comparative advantage"},
    "distance": {"verdict": "contradicted", "reading": "cluster", "paragraph": 5, "quote": "Geographic dispersion among the hubs has strained the intense daily coordination"},
}
