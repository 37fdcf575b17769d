#!/usr/bin/env bash
# Applies what was approved, and nothing else; then writes what the next reviews are compared with.
#   apply.sh production approved/ snapshot.json     a review, or a folder with reviews
set -euo pipefail
status=0
npx catalogue apply --stack "$1" --approved "$2" --receipt receipt.json || status=$?
npx catalogue snapshot --stack "$1" --output "$3"
exit "$status"
