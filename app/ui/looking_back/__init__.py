"""Alleen terugkijken: the steps around the picture of the viewing screen."""
