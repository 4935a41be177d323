"""How a graded cell went: verdicts and reasons as codes, failures and messages as data, and the record that holds them."""
