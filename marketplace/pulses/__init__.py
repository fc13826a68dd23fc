"""How a running contract feels and fares: private pulses, health, signs of 偽装請負, what was really done."""
