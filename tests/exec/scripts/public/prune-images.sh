#!/usr/bin/env bash
# Leaves the newest images of each repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. lib/log.sh
need aws jq

KEEP=${KEEP:-2}
declare -A removed=()

old_images() {
    aws ecr describe-images --repository-name "$1" --output json \
        | jq -r --argjson keep "$KEEP" \
            '.imageDetails | sort_by(.imageTags[0]) | reverse | .[$keep:][].imageTags[0]'
}

for repository in $(aws ecr describe-repositories --query 'sort(repositories[].repositoryName)' --output text); do
    removed[$repository]=0
    tags=$(old_images "$repository")
    if [ -z "$tags" ]; then
        log "nothing to do in $repository"
        continue
    fi
    while read -r tag; do
        aws ecr batch-delete-image --repository-name "$repository" --image-ids imageTag="$tag" \
            --query 'length(imageIds)' < /dev/null
        removed[$repository]=$((removed[$repository] + 1))
    done <<< "$tags"
done

for repository in web worker; do
    log "$repository: ${removed[$repository]} removed"
done
old_images missing || warn "status $?"
aws ecr batch-delete-image --repository-name web || die "wrong words: $?"
