"""Use nbgrader's interfaces: configuration and gradebook, and the classes that nbgrader's configuration names."""
