"""The tracker's figures: earned value, curves, the network, trends and ages. Pure: no database, no web, no clock."""
