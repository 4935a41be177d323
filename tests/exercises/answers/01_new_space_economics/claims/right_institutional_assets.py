evidence = {
    "ranks": {"verdict": "supported", "reading": "gap", "paragraph": 6, "quote": "published by the Belfer Center at Harvard University’s Kennedy School of Government, Japan ranked 4th and Korea 5th."},
    "landing": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "Korea has not even attempted a government-led lunar landing"},
    "strength": {"verdict": "supported", "reading": "cluster", "paragraph": 7, "quote": "one of the few institutional assets capable of mobilising resources rapidly"},
    "distance": {"verdict": "contradicted", "reading": "cluster", "paragraph": 5, "quote": "Geographic dispersion among the hubs has strained the intense daily coordination"},
    "profit": {"verdict": "not in the readings"},
}
