cards = {}
cards["before the landing"] = "preview"
cards["follows Reuters"] = "crash"
cards["retells a paper"] = "gap"
cards["one speaker"] = "cluster"
cards["helps sellers"] = "market"
