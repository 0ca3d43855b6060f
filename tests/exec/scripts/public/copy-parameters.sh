#!/bin/bash
# Copies the parameters of one account to another one, and leaves there what there is.
set -e
from=/staging
to=/production
copied=0 left=0

dump=$(mktemp)
trap 'rm -f "$dump"' EXIT INT TERM

AWS_PROFILE=source aws ssm get-parameters-by-path --path $from --recursive --with-decryption \
    --max-items 100 --output json > "$dump"

while read -r parameter; do
    name=$(jq -r .Name <<< "$parameter")
    new=$to${name#$from}
    if error=$(AWS_PROFILE=target aws ssm put-parameter --cli-input-json \
        "$(jq -c --arg name "$new" '{Name: $name, Value, Type}' <<< "$parameter")" 2>&1 >/dev/null)
    then
        echo "$name -> $new"
        copied=$((copied + 1))
    elif grep -q ParameterAlreadyExists <<< "$error"; then
        left=$((left + 1))
    else
        echo "$error" >&2
        exit 1
    fi
done < <(jq -c '.Parameters[]' "$dump")

echo "$copied copied, $left left"
aws ssm get-parameters-by-path --path $to --recursive --profile target \
    --query 'sort_by(Parameters, &Name)[].[Name, Value]' --output table
aws ssm get-parameter --name $to/port --profile nobody
