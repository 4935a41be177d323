evidence = {}
evidence["level"] = {"verdict": "supported", "reading": "gap", "paragraph": 6, "quote": "Japan ranked 4th and Korea 5th", "note": "in June 2025"}
evidence["attempt"] = {"verdict": "contradicted", "reading": "gap", "paragraph": 2, "quote": "has not even attempted a government-led lunar landing"}
evidence["hubs"] = {"verdict": "supported", "reading": "cluster", "paragraph": 5, "quote": "administrative friction between Daejeon"}
evidence["cost"] = {"verdict": "not in the readings", "reading": "cluster", "paragraph": 5, "quote": "has further complicated the rollout"}
evidence["seat"] = {"verdict": "supported", "reading": "market", "paragraph": 5, "quote": "astronaut to serve as a Gateway crew member"}
evidence["alone"] = {"verdict": "contradicted", "reading": "gap", "paragraph": 12, "quote": "Korea should not try to do everything on its own"}
evidence["extra"] = {"verdict": "not in the readings"}
