"""Reports: pages, tables and exports made from evidence. Pure: the same evidence gives the same bytes."""
