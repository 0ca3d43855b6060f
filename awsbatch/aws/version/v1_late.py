"""What version 1 of the AWS CLI imports at its start, and uses for few commands: see `late_module`.

Names here are those of awscli 1.44 to 1.46. Where a version has another name,
the module of it is imported at once.
"""

_OF = "awscli.customizations"

# What writes the documentation of commands, which only `help` shows; and what parses values in
# shorthand.
OF_FEW_LINES = {
    "awscli.bcdoc.docstringparser": "DocStringParser()",
    "awscli.bcdoc.textwriter": "TextWriter",
    "awscli.shorthand": "BackCompatVisitor() ShorthandParser()",
    "botocore.docs.docstring": "ClientMethodDocstring PaginatorDocstring WaiterDocstring",
    "botocore.docs.service": "ServiceDocumenter",
    "docutils.core": "publish_string",
    "docutils.writers": "manpage",
}

COMMANDS = {
    f"{_OF}.cloudformation.deploy": "DeployCommand",
    f"{_OF}.cloudformation.package": "PackageCommand",
    f"{_OF}.cloudtrail.subscribe": "CloudTrailSubscribe CloudTrailUpdate",
    f"{_OF}.cloudtrail.validation": "CloudTrailValidateLogs",
    f"{_OF}.codeartifact.login": "CodeArtifactLogin",
    f"{_OF}.codedeploy.deregister": "Deregister",
    f"{_OF}.codedeploy.install": "Install",
    f"{_OF}.codedeploy.push": "Push",
    f"{_OF}.codedeploy.register": "Register",
    f"{_OF}.codedeploy.uninstall": "Uninstall",
    f"{_OF}.datapipeline.createdefaultroles": "CreateDefaultRoles",
    f"{_OF}.datapipeline.listrunsformatter": "ListRunsFormatter",
    f"{_OF}.datapipeline.translator": "",
    f"{_OF}.dlm.createdefaultrole": "CreateDefaultRole",
    f"{_OF}.ecs.deploy": "ECSDeploy",
    f"{_OF}.eks.get_token": "GetTokenCommand",
    f"{_OF}.eks.update_kubeconfig": "UpdateKubeconfigCommand",
    f"{_OF}.emr.addinstancegroups": "AddInstanceGroups",
    f"{_OF}.emr.addsteps": "AddSteps",
    f"{_OF}.emr.createcluster": "CreateCluster",
    f"{_OF}.emr.createdefaultroles": "CreateDefaultRoles",
    f"{_OF}.emr.describecluster": "DescribeCluster",
    f"{_OF}.emr.hbase": "",
    f"{_OF}.emr.installapplications": "InstallApplications",
    f"{_OF}.emr.modifyclusterattributes": "ModifyClusterAttr",
    f"{_OF}.emr.ssh": "",
    f"{_OF}.emr.terminateclusters": "TerminateClusters",
    f"{_OF}.emrcontainers.update_role_trust_policy": "UpdateRoleTrustPolicyCommand",
    f"{_OF}.gamelift.getlog": "GetGameSessionLogCommand",
    f"{_OF}.gamelift.uploadbuild": "UploadBuildCommand",
    f"{_OF}.history.list": "ListCommand",
    f"{_OF}.history.show": "ShowCommand",
    f"{_OF}.s3.subcommands": "ListCommand WebsiteCommand CpCommand MvCommand RmCommand SyncCommand"
    " MbCommand RbCommand PresignCommand",
    f"{_OF}.s3.utils": "find_bucket_key",
    f"{_OF}.servicecatalog.generate": "GenerateCommand",
    "rsa": "",
}
