"""The commands of ``auditor``, one file each: ``auditor NAME`` runs ``NAME_command`` of ``NAME_command.py``."""
