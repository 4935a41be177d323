"""The SQLite file of the attempts: schema and migrations, transactions, errors and recovery."""
