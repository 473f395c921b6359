"""What ``make.py`` does. Everything here but ``notebooks`` and ``site`` runs on the standard library alone."""
