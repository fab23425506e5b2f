"""Tools for teachers: hand out lessons, mark what comes back, hand back results. Never part of a student's bundle.

Nothing here runs, imports or renders what a student's file says: answers are data, read by a strict reader.

Handing out (`assigning` leads):

- `choosing`: which lessons and exercises are meant; `plain`: a question as it could stand in an exercises.yml
- `sealing`: what of a question a graded bundle may hold, and neutral names for all that one can pick
- `keys`: the file on the teacher's side, written and read back
- `bundles`: the folder or zip that a student opens, `lesson_notebook` its notebook

Marking (`running` leads; `marking.mark_submission(answers, key) -> rows` is pure and is all that others need):

- `incoming`: a folder of what was handed in, sorted by student; every reader of hand-ins calls its `submissions`
- `platforms`: whose a file is, by what the learning platform itself wrote around its name
- `parcels`: one student's files and zips to attempts, within bounds; `hostile` names the bounds
- `belonging`: whether it is of this key's assignment, and what about it cannot be true; `due`: when it was due
- `copies`: who holds what another holds too
- `marking`: attempts and key to rows; `answer_words` says an answer as a reader would

Handing back (`results.Results` takes one student after the other, so that a thousand need no more memory than one):

- `results`: results.csv, gradebook.csv, problems.csv; `tables` writes cells that no spreadsheet runs
- `last_run`: which marks differ from the last results, and why
- `by_hand`: a person's marks in files of their own; `class_list`: who is in the class, as the platform names them
- `pages`: feedback a student and the texts side by side, as pages that need no network

Seeing a class in a notebook (`classroom.Class` leads; one process, so that it works in the browser edition too):

- `class_data`: a folder of submissions or of results to students and their rows; `made_up`: a class to begin with
- `wrong_answers`: which one drew whom; `class_views`: words and tables; `heat_map`: the figure; `class_html` escapes
- `projector`: one switch for names, and what follows it; `labels`: neutral names in their place
- `assign_widget`: the form for what `assign` does

Beside these, `exports/` writes the exercises for other systems, `paper/` prints a lesson as worksheet and answer key,
`nbgrader/` joins the course to nbgrader. `commands` is the command line of assign and mark.
"""
