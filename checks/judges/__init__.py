"""Judges that several checks share: functions that yield verdicts, without a declaration; the registry reads none."""
