#!/bin/bash
# Stops what has a tag, after a rehearsal, and waits for it.
set -u

export AWS_DEFAULT_OUTPUT=text
regions="us-east-1 eu-west-1"

for region in $regions; do
    export AWS_DEFAULT_REGION=$region
    mapfile -t ids < <(aws ec2 describe-instances \
        --filters Name=tag:schedule,Values=office-hours Name=instance-state-name,Values=running \
        --query 'Reservations[].Instances[].[InstanceId]')
    echo "$region: ${#ids[@]}"
    [[ ${#ids[@]} -eq 0 ]] && continue

    rehearsal=$(aws ec2 stop-instances --dry-run --instance-ids "${ids[@]}" 2>&1)
    echo "status $?"
    case $rehearsal in
        *DryRunOperation*) ;;
        *) echo "not allowed: $rehearsal" >&2; continue ;;
    esac

    aws ec2 stop-instances --instance-ids "${ids[@]}" \
        --query 'StoppingInstances[].[InstanceId, CurrentState.Name]' | sort | tee "stopped-$region.txt"
    aws ec2 wait instance-stopped --instance-ids "${ids[@]}" && echo "stopped"
    aws ec2 create-tags --resources "${ids[@]}" --tags "Key=stopped by,Value=$(basename "$0")"
done

wc -l < stopped-us-east-1.txt
