by_name = {'preview': 'before the landing', 'crash': 'follows Reuters', 'cluster': 'retells a paper', 'gap': 'one speaker', 'market': 'helps sellers'}
cards = {line: name for name, line in by_name.items()}
