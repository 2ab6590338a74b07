#!/bin/sh
# Checks the release library: its dependencies, its exports, its size.
set -eu
library=$1
readme=$2
failures=0
fail() {
    echo "check-library: $*" >&2
    failures=$((failures + 1))
}

needed=$(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
for name in $needed; do
    case $name in
    libcurl.so.4 | libcrypto.so.3 | libjansson.so.4 | libc.so.6 | libm.so.6) ;;
    *) fail "needs $name" ;;
    esac
done

exports=$(nm -D --defined-only "$library" | sed 's/.* //')
for name in $exports; do
    case $name in crec_*) ;; *) fail "exports $name" ;; esac
done

! readelf -d "$library" | grep -q "R[UN]*PATH" || fail "names a directory to look for libraries in"

newest=$(readelf -V "$library" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
[ "$(printf '%s\nGLIBC_2.34\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.34 ] ||
    fail "asks for $newest, newer than 2.34"

# A system's libcurl or libjansson may have no symbol versions, and the loader says so at each start
# of a host whose library asks for them. The libraries to link with are such ones.
for name in curl jansson; do
    ! readelf -V "$library" | grep -q "File: lib$name" || fail "asks for a version of lib$name"
    ln -sf "lib$name.so" "build/link/lib$name.so.4"
done
said=$(LD_LIBRARY_PATH=build/link LD_BIND_NOW=1 LD_PRELOAD=$library /bin/true 2>&1) || true
[ -z "$said" ] || fail "makes the loader print: $said"

soname=$(readelf -d "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
[ "$soname" = libcrec.so.0 ] || fail "calls itself '$soname'"

kilobytes=$(($(stat -Lc %s "$library") / 1000))
stated=$(sed -n 's/.*stripped library is \([0-9]*\) KB.*/\1/p' "$readme")
difference=$((kilobytes - ${stated:-0}))
[ "${difference#-}" -le $((kilobytes / 20)) ] || fail "has $kilobytes KB; the README says '$stated'"

[ "$failures" = 0 ] || exit 1
echo "check-library: $kilobytes KB; needs" $needed "and at most $newest;" \
    "exports $(printf '%s\n' "$exports" | wc -l) functions, all crec_*"
