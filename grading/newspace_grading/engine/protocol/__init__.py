"""What crosses between judge and worker: frames, messages and values. Each end distrusts the other."""
