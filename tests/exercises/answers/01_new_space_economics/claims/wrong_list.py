evidence = []
