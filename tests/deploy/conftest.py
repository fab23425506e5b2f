"""The hub's configuration is run by the hub alone, which gives it its names."""

collect_ignore = ["jupyterhub_config.py"]
