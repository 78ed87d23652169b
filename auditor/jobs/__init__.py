"""Process pools that parse bodies, visit pages and judge: on this machine, or on a Dask cluster."""
