"""The files of a learning management system (LMS): Moodle's and Canvas's lists, grades, submissions and feedback."""
