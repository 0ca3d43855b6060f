set -v # show each line before it runs
awsbatch check --bogus
NO_COLOR=1 awsbatch check --bogus
TERM=dumb awsbatch check --bogus
awsbatch check --bogus --color never
awsbatch check --bogus 2>&1 | cat
FORCE_COLOR=1 awsbatch check --bogus 2>&1 | cat
awsbatch check --bogus --color always 2>&1 | cat
