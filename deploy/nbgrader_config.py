"""Where nbgrader hands out and takes in a class's folders; copied to /etc/jupyter/ on a hub."""

c = get_config()  # noqa: F821  nbgrader gives it to its configuration files

c.CourseDirectory.course_id = "almost-allies"
c.Exchange.root = "/srv/nbgrader/exchange"
# A student's folder is only put there by the student and read by the teacher.
c.ExchangeSubmit.strict = False
