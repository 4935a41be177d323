"""The Moon, the vehicle, and one time step of the flight."""
