#!/usr/bin/env bash
# Gives every log group and every topic an owner, and tells how many could not be tagged.
owner=${1:?usage: tag-everything.sh OWNER}
failed=0

account=$(aws sts get-caller-identity --query Account --output text) || exit 2

while IFS=$'\t' read -r name bytes; do
    [ -n "$name" ] || continue
    echo "log group $name ($bytes bytes)"
    aws logs tag-log-group --log-group-name "$name" --tags "owner=$owner,cost centre=a b" \
        || failed=$((failed + 1))
done < <(aws logs describe-log-groups --query 'logGroups[].[logGroupName, storedBytes]' --output text)

for arn in $(aws sns list-topics | jq -r '.Topics[].TopicArn'); do
    echo "topic ${arn##*:}"
    if ! aws sns tag-resource --resource-arn "$arn" --tags "Key=owner,Value=$owner"; then
        failed=$((failed + 1))
    fi
done

# One that has gone meanwhile, and one that cannot be.
for bucket in reports gone; do
    aws s3api put-bucket-tagging --bucket "$bucket" --tagging "TagSet=[{Key=owner,Value=$owner}]"
    [ $? -eq 0 ] && echo "bucket $bucket" || { echo "bucket $bucket: not tagged"; (( failed++ )); }
done
aws s3api put-bucket-tagging --bucket reports --tagging 'TagSet=[{Key=owner' 2> errors.log
echo "exit $?"
cat errors.log

echo "account $account: $failed failed"
exit $((failed > 0))
