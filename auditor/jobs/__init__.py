"""Executors that parse bodies, visit pages and judge: process pools on this machine, or a Dask cluster."""
