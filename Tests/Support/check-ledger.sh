#!/bin/sh
# Checks the release library of the ledger: its dependencies and its exports.
set -eu
library=$1
failures=0
fail() {
    echo "check-ledger: $*" >&2
    failures=$((failures + 1))
}

needed=$(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort | xargs)
[ "$needed" = "libc.so.6 libcrec.so.0 libsqlite3.so.0" ] || fail "needs $needed"

exports=$(nm -D --defined-only "$library" | sed 's/.* //')
for name in $exports; do
    case $name in crec_ledger_* | crec_recording*) ;; *) fail "exports $name" ;; esac
done

newest=$(readelf -V "$library" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
[ "$(printf '%s\nGLIBC_2.34\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.34 ] ||
    fail "asks for $newest, newer than 2.34"

soname=$(readelf -d "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
[ "$soname" = libcrec-ledger.so.0 ] || fail "calls itself '$soname'"

[ "$failures" = 0 ] || exit 1
echo "check-ledger: $(($(stat -Lc %s "$library") / 1000)) KB; needs $needed and at most $newest;" \
    "exports $(printf '%s\n' "$exports" | wc -l) functions"
