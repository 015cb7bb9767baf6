"""What stands around every screen: rail, top bar, help card, appearance."""
