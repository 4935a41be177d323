evidence = {}
evidence["insider"] = {'verdict': 'supported', 'reading': 'cluster', 'paragraph': 5, 'quote': 'one industry insider in Daejeon observed'}
evidence["long"] = {'verdict': 'contradicted', 'reading': 'gap', 'paragraph': 10, 'quote': 'most government projects are still short-term tasks lasting 1 to 2 years'}
evidence["strength"] = {'verdict': 'supported', 'reading': 'cluster', 'paragraph': 7, 'quote': 'one of the few institutional assets capable of mobilising resources rapidly'}
evidence["firms"] = {'verdict': 'not in the readings'}
evidence["agency"] = {'verdict': 'contradicted', 'reading': 'cluster', 'paragraph': 5, 'quote': 'friction between Daejeon and Sacheon over aerospace governance'}
