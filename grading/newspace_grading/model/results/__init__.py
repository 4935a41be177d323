"""Results of graded cells: verdicts and reasons as codes, failures and messages as data, and the record of them."""
