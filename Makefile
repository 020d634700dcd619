# One word each. `make run` needs Python 3.11 or newer and make; everything else it fetches itself.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; \
	command -v python3 || echo none)
ifeq ($(PYTHON),none)
BOOTSTRAP = @echo "Gehoord needs Python 3.11 or newer, and there is none here (Debian, Ubuntu: apt-get install python3 python3-venv)." >&2; exit 1;
else
BOOTSTRAP = @exec $(PYTHON) tools/bootstrap.py
endif

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench bench-quick drill messages

help:  ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run:  ## start all of it here: http://localhost:8000 (HOST, PORT, DATA_DIR)
	$(BOOTSTRAP) run

test:  ## all tests: SQLite, PostgreSQL, real Chromium
	$(BOOTSTRAP) tool tools/testing.py

check:  ## style, types, import contract, templates, migrations, texts, security
	$(BOOTSTRAP) tool tools/checking.py

fix:  ## what can be put right by itself
	$(BOOTSTRAP) tool tools/checking.py --fix

bench:  ## how fast, beside baselines made on the spot
	$(BOOTSTRAP) tool -m bench

bench-quick:  ## the same in two minutes
	$(BOOTSTRAP) tool -m bench --quick

drill:  ## the long proofs: kill, lose, restore
	$(BOOTSTRAP) tool tools/testing.py --drill

messages:  ## bring the English text files up to date
	$(BOOTSTRAP) manage collect_texts
