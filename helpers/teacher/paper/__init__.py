"""A lesson on paper: a worksheet and an answer key from the lesson's own files, for a room without machines.

- `blocks`: what a lesson is made of, in order; `lesson` reads it, `shown` runs its cells for their figures and tables
- `tasks`: every kind of exercise as one answers it with a pencil, made from what a student may know and nothing else
- `lines`: timelines, scales and ruled lines to write on; `tables`: rows of data
- `worksheet` and `answer_key`: the two papers; `answers`: what the key says of each kind
- `sheet`: the page around both, with its header, page numbers and paper size; `static/` its look
- `browsers` and `pdf`: an installed browser that prints the page to a PDF; `printing` does it all, `command` is the
  command line
"""

PAPERS = ("A4", "Letter")
