#!/usr/bin/env bash
# 400 calls, 16 at a time, by four profiles and in three folders.
set -euo pipefail
unset AWS_DEFAULT_REGION # or it would be that of all

regions=(us-east-1 us-west-2 eu-west-1 ap-south-1)
for each in 0 1 2 3; do
    printf '[profile p%s]\nregion = %s\naws_access_key_id = KEY%s\naws_secret_access_key = secret\n' \
        "$each" "${regions[each]}" "$each" >> "$AWS_CONFIG_FILE"
done
for each in 0 1 2; do
    mkdir "folder $each"
    printf 'value of %s' "$each" > "folder $each/value"
done

one() {
    local number=$1 profile=p$(($1 % 4)) words
    words=(ssm put-parameter --type String --name "n$number" --value file://value)
    cd "folder $((number % 3))"
    if ((number / 4 % 2)); then
        AWS_PROFILE=$profile aws "${words[@]}"
    else
        aws --profile "$profile" "${words[@]}"
    fi > "$number.out" 2> "$number.err"
}
export -f one

for group in {0..7}; do
    seq $((group * 50)) $((group * 50 + 49)) | xargs -P 2 -I{} bash -c 'one {}' &
done
wait
