# Two commands are all that most people need: make lab, and make test.
PYTHON ?= python3
ARGS ?=
COMMANDS = lab author quick test bench check docs exercises js prove results questions release-solutions student site peer lock install

.PHONY: help $(COMMANDS)
help:
	@echo "make lab        set up (once) and open the course in JupyterLab, in your own folder work/"
	@echo "make quick      lint, types and unit tests: what to run after every change"
	@echo "make test       set up (once) and run every check"
	@echo "make install    set up (once) and open nothing"
	@echo "make author     open the sources of lessons and exercises instead of your own copies"
	@echo "make check      check the content: objectives, citations, headers, terms, reading time"
	@echo "make docs       build the documents into build/docs"
	@echo "make exercises  write exercises/ anew from solutions/"
	@echo "make js         check the widgets' JavaScript and bundle it (needs node.js; learners do not)"
	@echo "make prove      show, task by task, how many wrong solutions the tests catch"
	@echo "make results    put a class's quiz results together: ARGS=FOLDER"
	@echo "make questions  write the question banks for an LMS (Moodle XML, QTI 2.1) into dist/questions"
	@echo "make release-solutions  write the solutions of an exercise for a class: ARGS=UNIT"
	@echo "make student    write the zip for a class, without solutions, into dist/"
	@echo "make site       build the course for browsers into dist/site: static files, nothing to install"
	@echo "make bench      measure speed and memory"
	@echo "make peer       run nbgrader's own tests with our grader: NBGRADER=FOLDER, a checkout of nbgrader"
	@echo "make lock       choose package versions anew (requirements.lock, environment.yml)"

$(COMMANDS):
	@$(PYTHON) tools/bootstrap.py $@ $(ARGS)
