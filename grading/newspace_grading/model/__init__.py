"""A submission as read and repaired, the plan of its execution, records and verdicts: plain data, no process."""
