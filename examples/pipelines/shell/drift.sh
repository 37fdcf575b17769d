#!/usr/bin/env bash
# Compares the accounts with the catalogue, for example from cron. Exits with 0 if there is no drift.
#   drift.sh production
set -euo pipefail
npx catalogue drift --stack "$1" --output drift.json
