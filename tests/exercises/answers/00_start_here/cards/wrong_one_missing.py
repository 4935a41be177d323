cards = {}
cards["before the landing"] = "preview"
cards["follows Reuters"] = "crash"
cards["retells a paper"] = "cluster"
cards["one speaker"] = "gap"
