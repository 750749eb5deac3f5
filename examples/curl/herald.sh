#!/usr/bin/env bash
# Herald with nothing but curl: sign in, three ways to open a stream, publish, resume, and what a second login does.
#
#   ./herald demo                 in one terminal
#   examples/curl/herald.sh       in another
#
# SERVER, ACCOUNT_EMAIL, ACCOUNT_PASSWORD and PUBLISH_TOKEN in the environment point it at another server.
set -euo pipefail

url=${SERVER:-http://localhost:8000}
email=${ACCOUNT_EMAIL:-user@example.com}
password=${ACCOUNT_PASSWORD:-password123}
herald=$(dirname "$0")/../../herald
publish_token=${PUBLISH_TOKEN:-$("$herald" token --user backend --scope publish)}

stream_url=$url/api/v1/auth/sse/notifications/
work=$(mktemp -d)
streams=()
trap 'kill "${streams[@]}" 2> /dev/null || true; rm -rf "$work"' EXIT

say() { printf '\n== %s\n' "$*"; }

# field NAME: the value of a JSON object's field. Use jq where you have it.
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

log_in() {
    curl -sS --fail-with-body --cookie-jar "$work/cookies" -H 'Content-Type: application/json' \
        -d "{\"email\": \"$email\", \"password\": \"$password\"}" "$url/api/v1/auth/login/"
}

# publish TYPE DATA: DATA is any JSON. The answer, the event's id, comes once the event is safe.
publish() {
    curl -sS --fail-with-body -H "Authorization: Bearer $publish_token" -H 'Content-Type: application/json' \
        -d "{\"user\": \"$user\", \"type\": \"$1\", \"data\": $2}" "$url/api/v1/events/"
    echo
}

# open_stream FILE CURL-ARGUMENTS...: -N, because curl would gather output otherwise.
open_stream() {
    local file=$work/$1
    shift
    curl -sS -N "$@" > "$file" &
    streams+=($!)
    wait_for '^:' "$file" # the comment that opens every stream
}

# wait_for PATTERN FILE
wait_for() {
    for _ in {1..100}; do
        if grep -qs "$1" "$2"; then return; fi
        sleep 0.1
    done
    echo "no $1 within 10 s in:" >&2
    cat "$2" >&2
    exit 1
}

close_streams() {
    kill "${streams[@]}" 2> /dev/null || true
    wait "${streams[@]}" 2> /dev/null || true
    streams=()
}

say "Sign in"
answer=$(log_in)
token=$(field access <<< "$answer")
user=$(field user_id <<< "$answer")
echo "user $user has a token of ${#token} characters, and a session cookie"

say "Three devices: by header, by query, by cookie"
open_stream header -H "Authorization: Bearer $token" "$stream_url"
open_stream query "$stream_url?token=$token"
open_stream cookie --cookie "$work/cookies" "$stream_url"

say "Publish; each of them has it"
publish greeting '{"text": "Hello"}'
for device in header query cookie; do
    wait_for '"greeting"' "$work/$device"
    printf -- '--- %s\n' "$device"
    grep -v '^:' "$work/$device" | sed '/^$/d'
done

say "All devices away; three more events; one comes back and resumes"
last=$(sed -n 's/^id: *//p' "$work/header" | tail -n 1)
close_streams
for n in 1 2 3; do publish missed "$n"; done
open_stream resumed -H "Authorization: Bearer $token" -H "Last-Event-ID: $last" "$stream_url"
wait_for '"data": *3' "$work/resumed"
grep -v '^:' "$work/resumed" | sed '/^$/d'

say "A second login: the first device is told, and its stream ends"
log_in > /dev/null
wait_for FORCE_LOGOUT "$work/resumed"
wait "${streams[@]}"
streams=()
grep FORCE_LOGOUT "$work/resumed"

say "The old token is refused"
status=$(curl -sS -o "$work/refused" -w '%{http_code}' -H "Authorization: Bearer $token" "$stream_url")
echo "status $status"
cat "$work/refused"
[[ $status == 401 ]]

say "Done"
