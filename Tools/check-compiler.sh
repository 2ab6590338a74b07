#!/bin/sh
# Prints the version of the Swift compiler if it is the one that .swift-version names; else says
# which one is wanted, and fails.
set -eu
swift=$1
wanted=$(cat .swift-version)
version=$("$swift" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')
case $version. in
"$wanted".*) echo "$version" ;;
*)
    echo "crec: needs Swift $wanted; '$swift' is ${version:-no Swift compiler}" >&2
    exit 1
    ;;
esac
