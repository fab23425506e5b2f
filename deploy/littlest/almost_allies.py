"""Tells The Littlest JupyterHub of the course: copied to /opt/tljh/config/jupyterhub_config.d/."""

c = get_config()  # noqa: F821  JupyterHub gives it to its configuration files

c.Spawner.environment = {
    # Beside the notebooks that the link brings, where `make lab` keeps them too.
    "COURSE_ANSWERS": "~/almost-allies/answers",
}
