for p in araProfile meProfile podiProfile thadiProfile ; do
    for r in us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-central-1 \
        ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 sa-east-1 ap-south-1 ; do

        arg="--profile $p --region $r"

        # log groups
        for i in $(aws $arg logs describe-log-groups --query 'logGroups[*].logGroupName' --output text); do
            echo $i
            aws $arg logs delete-log-group --log-group-name $i
        done

        # CodeBuild projects
        for i in $(aws $arg codebuild list-projects --query 'projects[*]' --output text); do
            echo $i
            aws $arg codebuild delete-project --name $i
        done

        # CodeBuild builds; strangely these don't get deleted when we delete the parent project...
        while true; do
            builds=$(aws $arg codebuild list-builds --query 'ids[*]' --output text --no-paginate)
            if [[ $builds = "" ]]; then break; fi
            aws $arg codebuild batch-delete-builds --ids $builds
        done

    done
done
