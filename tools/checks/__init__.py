"""What must hold before a change lands, and what is compared with others now and then."""
