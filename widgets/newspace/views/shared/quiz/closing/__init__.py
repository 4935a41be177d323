"""The closing page: what one can do now, what comes next, and a page to keep."""
