"""Everything that is written through nbgrader's own interfaces, and the classes that nbgrader's configuration names."""
