from tests.aws.catalog.every_operation import every_hand_written_command, every_operation
from tests.aws.catalog.table_model import of_these_models


@of_these_models
def test_it_has_the_operations_of_all_services_by_their_names_on_the_command_line() -> None:
    operations = every_operation()
    names = {str(operation) for operation in operations}

    assert len(names) == len(operations) > 18_000
    assert {"s3api get-object", "deploy create-deployment", "configservice put-config-rule"} < names
    # What the CLI hides, or has written by hand in its place.
    assert not {"s3 get-object", "emr run-job-flow", "codedeploy create-deployment"} & names


@of_these_models
def test_it_has_the_hand_written_commands() -> None:
    commands = every_hand_written_command()

    assert {"s3 cp", "configure set", "ec2 wait", "emr create-cluster"} < {*commands}
    assert not {"ec2", "s3api get-object", "ec2 wait instance-running"} & {*commands}
    assert len({*commands}) == len(commands)
