# Three commands do it all: `make lab` to work through the course, `make teach` to set and mark it, `make test` to prove
# it (`make check` answers in five minutes).
# Windows without make: see "Windows and conda" in README.md.

# One path, which may have spaces in it: make's own lists would be cut there.
PYTHON ?= $(shell for p in python3 python python3.14 python3.13 python3.12 python3.11; do command -v $$p && break; done 2>/dev/null)
RUN = $(if $(PYTHON),"$(PYTHON)",$(error Python is missing: install Python 3.11 or newer from python.org, then run make again)) scripts/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help lab teach check test proof notebooks check-lesson reference stills contact-sheet screenshots site lock clean

help:  ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' Makefile | column -t -s '|'

lab:  ## Open the course in JupyterLab (ARGS="--no-browser" passes options on)
	@$(RUN) lab $(ARGS)

teach:  ## Open the teacher's notebooks, with all that assigning, marking and printing need
	@$(RUN) teach $(ARGS)

check:  ## Run what answers in five minutes: lint, types, unit tests, widgets in a bare page, one lesson in JupyterLab
	@$(RUN) check $(ARGS)

test:  ## Run every check (ARGS="unit lint" runs only these)
	@$(RUN) test $(ARGS)

proof:  ## Run what is slow by nature at its full size: kills, hostile hand-ins, nbgrader, a real hub, Binder's steps
	@$(RUN) proof $(ARGS)

notebooks:  ## Build notebooks/ from lessons/
	@$(RUN) run -m helpers build

check-lesson:  ## Tell everything that is wrong with a lesson (LESSON=02; without it: all lessons)
	@$(RUN) run scripts/check_lesson.py $(LESSON) $(ARGS)

reference:  ## Write docs/exercises.md, the authors' reference, from the kinds of exercise
	@$(RUN) run scripts/make_reference.py $(ARGS)

stills:  ## Draw each figure's still picture, then build the notebooks that show them
	@$(RUN) run scripts/make_stills.py
	@$(RUN) run -m helpers build

contact-sheet:  ## Picture every kind of exercise in every state, into artifacts/ (ARGS="match order": only these)
	@$(RUN) run scripts/contact_sheet.py $(ARGS)

screenshots:  ## Take the README's pictures from the real thing
	@$(RUN) run scripts/make_screenshots.py

site:  ## Build the website into build/site and build/site.zip (ARGS="--wheels-from PLACE": the official release)
	@$(RUN) site $(ARGS)

lock:  ## Resolve requirements/ and environment.yml anew
	@$(RUN) run scripts/lock.py

clean:  ## Remove what the commands above set up (never answers/)
	rm -rf .venv .venv-teach .venv-site .venv-test .venv-oldest artifacts build dist
