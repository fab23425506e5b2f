"""For teachers who use nbgrader: a course that its commands accept, with marks from answers and key. No code is run.

Made by `python -m helpers assign --nbgrader FOLDER`; nbgrader itself is not needed for that:

- `course_folder`: what is written into FOLDER, and the key beside it; `graded_notebook`: where the notebook is graded

In nbgrader's own process, by the nbgrader_config.py that was written (only these import nbgrader):

- `configure`: sets nbgrader up; `assignments`: which of a course's assignments are ours, with which key
- `plain_files`: takes links out of a submission before nbgrader copies it
- `exporter`: the notebook that is graded is the teacher's own, whatever the student's holds
- `preprocessors`: `SidecarGrade` writes marks into the gradebook; nbgrader's own steps keep to other assignments
- `marks`: one submission to marks, by the marking that `python -m helpers mark` uses; `words`: marks as plain lines
- `code_again`: runs code exercises' code, where a teacher asks for that
- `export`: grades as CSV in which “not graded” is no 0
"""
