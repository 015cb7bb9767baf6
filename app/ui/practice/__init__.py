"""The practice conversation: a drawn talk, five keys, two minutes, and then it is gone."""
