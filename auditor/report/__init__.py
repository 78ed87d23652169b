"""Reports: evidence becomes pages, tables and exports. Pure: the same evidence, the same bytes."""
