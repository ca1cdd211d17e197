#!/bin/sh
# Makes the virtual environment; says in one sentence what is missing and what brings it.
set -eu
python=$1
venv=$2
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Thiếu Python 3.11 trở lên. Cài: apt-get install python3 python3-venv" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Cần Python 3.11 trở lên, đang có $("$python" -V). Chạy: make run PYTHON=python3.11" >&2
  exit 1
fi
if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
  rm -rf "$venv"
  echo "Thiếu thành phần venv của Python. Cài: apt-get install python3-venv" >&2
  exit 1
fi
