# Sourced by other scripts.
log() { printf '[%s] %s\n' "${0##*/}" "$*"; }
warn() { log "$@" >&2; }
die() { warn "$@"; exit 64; }

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" > /dev/null || die "$tool is not installed"
    done
}
