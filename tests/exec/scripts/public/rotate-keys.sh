#!/usr/bin/env bash
# Gives each user of a group a new access key, as a profile of its own, and removes the old ones.
set -o errexit -o nounset -o pipefail

group=${1:-rotated}

users=$(aws iam get-group --group-name "$group" --query 'Users[].UserName' --output text)
for user in $users; do
    old=$(aws iam list-access-keys --user-name "$user" \
        --query 'AccessKeyMetadata[?Status==`Active`].AccessKeyId' --output text)
    read -r key secret <<< "$(aws iam create-access-key --user-name "$user" \
        --query 'AccessKey.[AccessKeyId, SecretAccessKey]' --output text)"
    aws configure set aws_access_key_id "$key" --profile "$user"
    aws configure set aws_secret_access_key "$secret" --profile "$user"
    aws configure set profile."$user".region eu-west-1

    # The new one has to work before the old ones go.
    env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_PROFILE="$user" \
        aws sts get-caller-identity --query Arn --output text
    for each in $old; do
        aws iam update-access-key --user-name "$user" --access-key-id "$each" --status Inactive
        aws iam delete-access-key --user-name "$user" --access-key-id "$each"
        echo "$user: deleted $each"
    done
done

( umask 077; aws configure list-profiles 2> /dev/null || grep -c '^\[' "$AWS_CONFIG_FILE" )
aws iam list-access-keys --user-name nobody
