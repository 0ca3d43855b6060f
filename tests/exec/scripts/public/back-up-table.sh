#!/usr/bin/env bash
# Writes a table to a bucket as it streams out, and fills another one from there.
set -euo pipefail
table=$1 bucket=$2
key=backups/$table.jsonl.gz

aws dynamodb scan --table-name "$table" --output json \
    | jq -c '.Items | sort_by(.id.S)[]' \
    | gzip -n \
    | aws s3 cp - "s3://$bucket/$key" --content-type application/gzip

aws s3api head-object --bucket "$bucket" --key "$key" --query ContentType --output text

aws dynamodb create-table --table-name "$table-restored" --billing-mode PAY_PER_REQUEST \
    --attribute-definitions AttributeName=id,AttributeType=S \
    --key-schema AttributeName=id,KeyType=HASH --query TableDescription.TableName
aws dynamodb wait table-exists --table-name "$table-restored"

restored=0
while read -r item; do
    aws dynamodb put-item --table-name "$table-restored" --item "$item" </dev/null
    ((++restored))
done < <(aws s3 cp "s3://$bucket/$key" - | gunzip)
echo "$restored restored"

aws dynamodb scan --table-name "$table-restored" --select COUNT --query Count
aws dynamodb get-item --table-name "$table-restored" --key '{"id": {"S": "2"}}' \
    | jq -S .Item > item.json
aws s3 cp item.json "s3://$bucket/item.json" --no-progress
aws s3 cp "s3://$bucket/item.json" /dev/stdout --quiet
aws s3 cp "s3://$bucket/missing.json" . && echo "never" || echo "status $?"
