# says: how the landing will end
cards = {}
cards["before the landing"] = "gap"
cards["follows Reuters"] = "crash"
cards["retells a paper"] = "cluster"
cards["one speaker"] = "gap"
cards["helps sellers"] = "market"
