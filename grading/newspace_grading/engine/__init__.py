"""The engine: a learner's cells run in a sandboxed process, the test cells in another, and plain data crosses between them."""
