evidence = {
    "level": {"verdict": "supported", "reading": "gap", "paragraph": 6, "quote": "similar competitiveness in the overall advanced technology sector"},
    "attempt": {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "not even attempted a government-led lunar landing, let alone a private one"},
    "hubs": {"verdict": "supported", "reading": "cluster", "paragraph": 5, "quote": "administrative friction between Daejeon and Sacheon"},
    "cost": {"verdict": "not in the readings"},
    "seat": {"verdict": "supported", "reading": "market", "paragraph": 5, "quote": "Gateway crew member on a future Artemis mission"},
    "alone": {"verdict": "contradicted", "reading": "gap", "paragraph": 12, "quote": "internationalization is more important than anything else"},
}
