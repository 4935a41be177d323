"""What a class found hard in an assignment: statistics, a page and tables for the teacher."""
