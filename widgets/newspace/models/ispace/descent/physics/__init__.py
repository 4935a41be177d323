"""The Moon, the vehicle and one step of its flight."""
