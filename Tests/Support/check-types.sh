#!/bin/sh
# Types of all Python. Each folder is a program of its own, with its own modules beside it.
set -eu
mypy=$1
check() {
    echo "mypy $1"
    (cd "$1" && shift && MYPYPATH=$mypy_path "$mypy" --strict --cache-dir /dev/null "$@")
}
case $mypy in /*) ;; *) mypy=$PWD/$mypy ;; esac
mypy_path=$PWD/Tests/Emulator:$PWD/bindings/python
check bindings/python crec example.py
check Tests/Emulator __main__.py cloud_emulator tests
check Tests/C/runner .
check Tests/Demo .
mypy_path=$mypy_path:$PWD/Tests/Fuzz check Tests/Differential .
mypy_path=$mypy_path:$PWD/Tests/Python check Tests/Faults .
check Tests/Fuzz .
check Tests/Growth .
mypy_path=$mypy_path:$PWD/Tests/Ledger check Tests/Hosts .
check Tests/Ledger .
check Benchmarks .
check Tools/Operations .
mypy_path=$mypy_path:$PWD/Tools/Operations check Tests/Operations .
check Tests/Python .
check Tests/SDKs .
check Tests/Support .
