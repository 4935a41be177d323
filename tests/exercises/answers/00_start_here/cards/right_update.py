cards = dict()
cards.update({'before the landing': 'preview', 'follows Reuters': 'crash', 'retells a paper': 'cluster', 'one speaker': 'gap', 'helps sellers': 'market'})
