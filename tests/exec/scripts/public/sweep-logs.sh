#!/usr/bin/env bash
# Many at a time: retention by background jobs, and the old ones gone by xargs.
set -uo pipefail

retain() {
    aws logs put-retention-policy --log-group-name "$1" --retention-in-days 7 && echo "$1"
}

pids=()
for group in /app/web /app/jobs /app/gone; do
    retain "$group" > "kept${group//\//-}" 2> "err${group//\//-}" &
    pids+=($!)
done
for pid in "${pids[@]}"; do
    wait "$pid"
    echo "status $?"
done
cat kept-app-* err-app-*

aws logs describe-log-groups --log-group-name-prefix /old --query 'logGroups[].logGroupName' --output text \
    | tr '\t' '\n' > old.txt
xargs -P 4 -I{} aws logs delete-log-group --log-group-name {} < old.txt
echo "xargs: $?"

printf '%s\0' "/with a space" "/it's" \
    | xargs -0 -n1 -P2 aws logs create-log-group --tags by=sweep --log-group-name
echo "xargs: $?"
echo /old/1 | xargs -n1 aws logs delete-log-group --log-group-name
echo "xargs: $?"

( cd /tmp && aws logs describe-log-groups --query 'length(logGroups)' ) &
wait
timeout 60 aws logs describe-log-groups --query 'logGroups[?retentionInDays].logGroupName' --output json
