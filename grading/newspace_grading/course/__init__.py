"""The folders, journal and gradebook of an nbgrader course, read and written through nbgrader's interfaces."""
