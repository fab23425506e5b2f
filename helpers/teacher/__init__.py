"""Tools for teachers; nothing here is imported by a student's notebook."""
