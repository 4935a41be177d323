cards = {'preview': 'before the landing', 'crash': 'follows Reuters', 'cluster': 'retells a paper', 'gap': 'one speaker', 'market': 'helps sellers'}
