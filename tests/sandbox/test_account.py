"""The accounts of a sandbox: whose each line is, by what signs it."""

from pathlib import Path

from tests.sandbox.run import run


def arns(text: str, folder: Path) -> list[str]:
    """Run a file in a sandbox, and return whom its lines without a capture were signed by."""
    script = folder / "script.aws"
    script.write_text(text.replace("WHO", "aws sts get-caller-identity --query Arn"))
    _, ends = run(script)
    assert [end["argv"] for end in ends if end["status"] != "ok"] == []
    return [end["result"] for end in ends if end["argv"][2] == "get-caller-identity"]


def test_what_a_role_makes_is_in_its_account_alone(tmp_path: Path) -> None:
    text = """\
aws s3 mb s3://of-one
for account in 222222222222 333333333333
    defaults --role-arn arn:aws:iam::<<account>>:role/admin --role-session-name me
    WHO
    before = aws s3api list-buckets --query Buckets[].Name
    assert <<before == `[]`>> <<account>> holds <<before>>
    aws s3 mb "s3://of-<<account>>"
    aws sqs create-queue --queue-name q
    after = aws s3api list-buckets --query Buckets[].Name
    assert <<after == [join('', ['of-', $account])]>> <<account>> holds <<after>>
end
WHO
one = aws s3api list-buckets --query Buckets[].Name
assert <<one == ['of-one']>> the first account holds <<one>>
queues = aws sqs list-queues
assert <<queues == `null`>> the first account holds <<queues>>
"""
    assert arns(text, tmp_path) == [
        "arn:aws:sts::222222222222:assumed-role/admin/me",
        "arn:aws:sts::333333333333:assumed-role/admin/me",
        "arn:aws:sts::123456789012:user/moto",
    ]


def test_keys_that_are_configured_hold(tmp_path: Path) -> None:
    text = """\
aws iam create-user --user-name ann
key = aws iam create-access-key --user-name ann --query AccessKey
for profile in default other
    aws configure set aws_access_key_id <<key.AccessKeyId>> --profile <<profile>>
    aws configure set aws_secret_access_key <<key.SecretAccessKey>> --profile <<profile>>
end
aws configure set role_arn arn:aws:iam::222222222222:role/r --profile third
aws configure set role_session_name me --profile third
aws configure set source_profile other --profile third
WHO
WHO --profile other
WHO --profile third
WHO --profile nobody
for x in 1
    defaults --profile third --role-arn arn:aws:iam::333333333333:role/s
    WHO
end
for x in 1
    defaults --credentials <<key>>
    WHO --region eu-west-1
end
"""
    assert arns(text, tmp_path) == [
        "arn:aws:iam::123456789012:user/ann",
        "arn:aws:iam::123456789012:user/ann",
        "arn:aws:sts::222222222222:assumed-role/r/me",
        "arn:aws:sts::123456789012:user/moto",
        "arn:aws:sts::333333333333:assumed-role/s/awsbatch",
        "arn:aws:iam::123456789012:user/ann",
    ]
