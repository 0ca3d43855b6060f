#!/usr/bin/env bash
# What an emulator is given when it has started.
set -euo pipefail

ENDPOINT=${ENDPOINT:-$AWS_ENDPOINT_URL}
REGION=eu-central-1

awslocal() {
    AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --endpoint-url="$ENDPOINT" --region "$REGION" "$@"
}

BUCKETS=(uploads thumbnails "audit-logs")
QUEUES=(orders invoices)

for bucket in "${BUCKETS[@]}"; do
    awslocal s3 mb "s3://$bucket"
done

create_queue() {
    local name=$1 dead
    awslocal sqs create-queue --queue-name "$name-dead" > /dev/null
    dead=$(awslocal sqs get-queue-attributes \
        --queue-url "$(awslocal sqs get-queue-url --queue-name "$name-dead" --query QueueUrl --output text)" \
        --attribute-names QueueArn --query Attributes.QueueArn --output text)
    awslocal sqs create-queue --queue-name "$name" --attributes "$(cat <<JSON
{
  "VisibilityTimeout": "30",
  "RedrivePolicy": "{\"deadLetterTargetArn\": \"$dead\", \"maxReceiveCount\": \"3\"}"
}
JSON
    )"
}

for queue in "${QUEUES[@]}"; do
    create_queue "$queue"
done

topic=$(awslocal sns create-topic --name events --output text)
awslocal sns subscribe --topic-arn "$topic" --protocol sqs \
    --notification-endpoint "arn:aws:sqs:$REGION:000000000000:orders" --query SubscriptionArn

# It was there before, in some of the runs.
awslocal s3api create-bucket --bucket uploads \
    --create-bucket-configuration LocationConstraint=$REGION 2>&1 || echo "exit $?, which is fine"

echo "hello" | awslocal s3 cp - s3://uploads/hello.txt
awslocal s3 ls s3://uploads --recursive | awk '{print $3, $4}'
echo "ready"
