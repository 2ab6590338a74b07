#!/bin/sh
# Installs those of the named Debian packages that are missing, if CREC_INSTALLS_PACKAGES is set; else,
# or where it cannot, says what to run.
set -eu
missing=
for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "crec: needed, by their Debian names:$missing" >&2
    command -v dpkg-query >/dev/null && exit 1
    echo "crec: this system is not Debian's; going on in the hope that they are there" >&2
    exit 0
fi
if [ -z "${CREC_INSTALLS_PACKAGES:-}" ]; then
    echo "crec: needs these packages: apt-get install$missing" >&2
    echo "crec: (make demo and make test install what is missing)" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "crec: run as root: apt-get install$missing" >&2
    exit 1
fi
echo "crec: installing$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of names
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
