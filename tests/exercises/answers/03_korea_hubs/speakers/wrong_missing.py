evidence = {}
evidence["insider"] = {'verdict': 'supported', 'reading': 'cluster', 'paragraph': 5, 'quote': 'one industry insider in Daejeon observed'}
evidence["long"] = {'verdict': 'contradicted', 'reading': 'gap', 'paragraph': 10, 'quote': 'still short-term tasks lasting 1 to 2 years'}
evidence["strength"] = {'verdict': 'supported', 'reading': 'cluster', 'paragraph': 7, 'quote': 'coordination capability is its comparative advantage'}
evidence["firms"] = {'verdict': 'not in the readings'}
