#!/bin/sh
# Offers the changed images.json as a pull request from a branch of its own. Called by the workflow pin-image, after
# images.py has checked SERVICE and DIGEST; it uses GitHub's API, so that its commit is signed.
set -eu

if git diff --quiet -- images.json; then
  echo "$SERVICE is pinned to this image already"
  exit 0
fi
short=$(printf '%.12s' "${DIGEST#sha256:}")
branch="pin/$SERVICE/$short"
api="repos/$GITHUB_REPOSITORY"
if gh api "$api/git/ref/heads/$branch" --silent 2>/dev/null; then
  echo "this image has been offered before, from branch $branch"
  exit 0
fi

case "${COMMIT:-}" in
  "" | *[!0-9a-f]*) origin="Its commit was not named." ;;
  *) origin="Built from commit $COMMIT." ;;
esac
earlier=$(gh pr list --state open --limit 100 --json number,headRefName \
  --jq ".[] | select(.headRefName | startswith(\"pin/$SERVICE/\")) | .number")

gh api "$api/git/refs" --raw-field "ref=refs/heads/$branch" --raw-field "sha=$(git rev-parse HEAD)" --silent
gh api --method PUT "$api/contents/images.json" --silent \
  --raw-field "branch=$branch" \
  --raw-field "message=Run $SERVICE at $short" \
  --raw-field "sha=$(git rev-parse HEAD:images.json)" \
  --raw-field "content=$(base64 -w 0 images.json)"
made=$(gh pr create --head "$branch" --title "Run $SERVICE at $short" \
  --body "$DIGEST. $origin Merging it changes images.json; docs/operations.md says how a stack gets it.")
echo "$made"
for number in $earlier; do
  gh pr close "$number" --comment "A newer image of $SERVICE is offered: $made"
done
