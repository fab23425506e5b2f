"""Tells The Littlest JupyterHub of the course: copied to /opt/tljh/config/jupyterhub_config.d/."""

c = get_config()  # noqa: F821  JupyterHub gives it to its configuration files

c.Spawner.environment = {
    # Beside the notebooks that the link brings, where `make lab` keeps them too.
    "COURSE_ANSWERS": "~/almost-allies/answers",
}
# A class comes all at once. A start takes some four seconds of computing time, so thirty of them on four processors
# take half a minute, and more than JupyterHub's own patience (30 s) when lessons already run beside them.
c.Spawner.http_timeout = 120
c.Spawner.start_timeout = 120
