# What the steps of both boots are written in. Each step is a shell of its own, and ends at its first command that fails.
set -eu
cd /srv

# The administrator's editor: another address of the shop, and another name of the mail server.
export SUDO_EDITOR='sed --in-place --expression=s|hurtrock[.]example|toko.example|g --expression=s|smtp://127.0.0.1|smtp://localhost|'

certificate=/etc/letsencrypt/live/toko.example

# Told to whoever watches, behind the name of the step.
says() { echo "says: $*"; }

# What systemd knows of a unit: property MainPID hurtrock@8080
property() { systemctl show --value --property "$1" "$2"; }

ask() { curl --silent --show-error --max-time 30 --cacert $certificate/fullchain.pem "$@"; }

# Fails when one of those who serve complained since the machine was switched on.
nothing_wrong() {
    units='--unit=hurtrock* --unit=nginx* --unit=postgresql*'
    if journalctl --quiet --no-pager --boot --priority=err $units | grep .; then return 1; fi
    if journalctl --quiet --no-pager --boot --output=cat $units | grep --word-regexp -E 'ERROR|FATAL|PANIC'; then return 1; fi
    says "$(journalctl --quiet --no-pager --boot --output=cat $units | wc --lines) lines"
}

# All of these units; `is-active` itself is content with one.
active() {
    for unit in "$@"; do
        systemctl is-active "$unit"
    done
}

keep_asking() {
    set +x
    while :; do
        ask --output /dev/null --write-out '%{http_code}\n' "https://toko.example$1" || true
    done
}

# Runs a command while two people read the shop through the proxy; all of their requests must be answered by 200.
while_asked() {
    answers=$(mktemp)
    keep_asking / >> "$answers" &
    askers=$!
    keep_asking /api/v1/products >> "$answers" &
    askers="$askers $!"
    trap 'kill $askers' EXIT
    sleep 1
    "$@"
    sleep 1
    trap - EXIT
    kill $askers
    wait
    sort "$answers" | uniq --count
    says "$(grep --count --line-regexp 200 "$answers") requests meanwhile"
    ! grep --line-regexp --invert-match 200 "$answers"
}

set -x
