"""The steps of an audit on any selection: run, recheck, look, rejudge. Thin: they join rooms and decide little."""
