"""A course's question banks as the files that other systems import: Moodle XML and QTI 2.1."""
