"""The verbs of pulses."""
