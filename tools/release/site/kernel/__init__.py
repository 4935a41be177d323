"""What the kernel in the browser is made of: Pyodide, wheels, and the lock that names them."""
