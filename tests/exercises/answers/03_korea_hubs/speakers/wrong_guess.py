evidence = {}
evidence["insider"] = {'verdict': 'supported', 'reading': 'cluster', 'paragraph': 5, 'quote': 'one industry insider in Daejeon observed'}
evidence["long"] = {'verdict': 'contradicted', 'reading': 'gap', 'paragraph': 10, 'quote': 'still short-term tasks lasting 1 to 2 years'}
evidence["strength"] = {'verdict': 'supported', 'reading': 'cluster', 'paragraph': 7, 'quote': 'coordination capability is its comparative advantage'}
evidence["firms"] = {'verdict': 'contradicted', 'reading': 'cluster', 'paragraph': 4, 'quote': 'The city of Sacheon anchors satellite manufacturing'}
evidence["agency"] = {'verdict': 'contradicted', 'reading': 'cluster', 'paragraph': 5, 'quote': 'administrative friction between Daejeon and Sacheon'}
