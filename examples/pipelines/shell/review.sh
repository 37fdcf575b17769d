#!/usr/bin/env bash
# Shows what the files would change, and keeps the review for an approval. Needs no credentials.
#   review.sh snapshot.json review.json
set -euo pipefail
npx catalogue review --snapshot "$1" --allow-changes --output "$2"
