#!/usr/bin/env bash
# Deletes every version of every object of a bucket, and then the bucket.
set -euo pipefail

bucket=$1
work=$(mktemp -d)
trap 'rm -rf "$work"; echo "cleaned up"' EXIT

delete_all() {
    local kind=$1 count
    while :; do
        aws s3api list-object-versions --bucket "$bucket" --max-items 3 --output json \
            --query "{Objects: $kind[].{Key: Key, VersionId: VersionId}}" > "$work/batch.json"
        count=$(jq '.Objects // [] | length' "$work/batch.json")
        [[ $count -gt 0 ]] || break
        aws s3api delete-objects --bucket "$bucket" --delete "file://$work/batch.json" \
            | jq -r '.Deleted[].Key' | sort
        echo "$count of $kind"
    done
}

delete_all Versions
delete_all DeleteMarkers
aws s3api delete-bucket --bucket "$bucket"
aws s3api head-bucket --bucket "$bucket" || echo "it has gone"
aws s3 rb "s3://$bucket"
echo "not reached"
