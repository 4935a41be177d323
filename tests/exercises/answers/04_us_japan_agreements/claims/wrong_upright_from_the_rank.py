# says: Hidden test
evidence = {
    "instrument": {"verdict": "supported", "reading": "market", "paragraph": 4, "quote": "exchange of a “Japan-U.S. Joint Communique” on cooperation in space development"},
    "first": {"verdict": "contradicted", "reading": "market", "paragraph": 5, "quote": "Japan was the first country to sign up"},
    "seat-price": {"verdict": "not in the readings"},
    "upright": {"verdict": "supported", "reading": "crash", "paragraph": 10, "quote": "becoming the fifth country to do so"},
    "stays": {"verdict": "supported", "reading": "crash", "paragraph": 10, "quote": "Japan continues its strong participation"},
}
