cards = {}
cards["before the landing"] = "preview"
cards["follows Reuters"] = "Crash"
cards["retells a paper"] = "cluster"
cards["one speaker"] = "gap"
cards["helps sellers"] = "market"
