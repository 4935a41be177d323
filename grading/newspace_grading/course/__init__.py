"""A class's folders and gradebook: nbgrader's own, read and written through nbgrader's interfaces."""
