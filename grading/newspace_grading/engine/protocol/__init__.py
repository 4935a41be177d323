"""The protocol between judge and worker: frames, messages and values. Each side distrusts the other."""
