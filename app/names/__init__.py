"""Find the words in a text that tell whom it is about. Works on words only: no files of users, no vault."""
