"""The documents that come with the program."""

DOCUMENTS = {
    "guards": "plan-and-guards.md",
    "language": "language.md",
    "resuming": "resuming.md",
    "scripts": "shell-scripts.md",
}
"""Their files in this room, by the topics of the help. In the repository, these are links."""
TOPICS = ("functions", *DOCUMENTS)
"""All that there is help of, besides verbs and files."""
