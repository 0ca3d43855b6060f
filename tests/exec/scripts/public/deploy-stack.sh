#!/bin/sh
# Makes or updates a stack, waits for it, and writes its outputs as variables of a shell.
set -eu

stack=$1
template=$(mktemp)
trap 'rm -f "$template"' EXIT

cat > "$template" <<'JSON'
{
  "Parameters": {"Name": {"Type": "String"}},
  "Resources": {
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}},
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}
  },
  "Outputs": {
    "QueueName": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}},
    "TopicArn": {"Value": {"Ref": "Topic"}}
  }
}
JSON

deploy() {
    aws cloudformation "$1-stack" --stack-name "$stack" --template-body "file://$template" \
        --parameters "ParameterKey=Name,ParameterValue=$2" --output text > /dev/null
    aws cloudformation wait "stack-$1-complete" --stack-name "$stack"
}

aws cloudformation validate-template --template-body "file://$template" --query 'Parameters[].ParameterKey' --output text

if aws cloudformation describe-stacks --stack-name "$stack" >/dev/null 2>&1; then
    deploy update orders
else
    echo "creating $stack"
    deploy create orders
fi
deploy create orders || echo "status $?"

aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query 'Stacks[0].Outputs[].[OutputKey, OutputValue]' | sort \
    | while IFS='	' read -r key value; do
        printf '%s=%s\n' "$key" "$value" >> outputs.env
    done
cat outputs.env

aws cloudformation delete-stack --stack-name "$stack" && aws cloudformation list-stacks \
    --stack-status-filter DELETE_COMPLETE --query 'StackSummaries[].StackName' --output text
