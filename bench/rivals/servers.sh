#!/usr/bin/env bash
# servers.sh start|stop redis|postgres FOLDER PORT   A throwaway server on loopback that syncs each acknowledged write; stopped by its process id.
set -euo pipefail
act=$1 name=$2 folder=$3 port=$4
postgres() { # as its own user when we are root: PostgreSQL refuses to run as root
    local program
    program=$(echo /usr/lib/postgresql/15/bin/"$1")
    shift
    if [ "$EUID" -eq 0 ]; then runuser -u postgres -- "$program" "$@"; else "$program" "$@"; fi
}
case "$act $name" in
    'start redis')
        mkdir -p "$folder"
        redis-server --port "$port" --bind 127.0.0.1 --dir "$folder" --appendonly yes --appendfsync always --save '' \
            --daemonize yes --pidfile "$folder/pid" --logfile "$folder/log" >/dev/null
        for _ in $(seq 50); do redis-cli -p "$port" ping >/dev/null 2>&1 && break; sleep .1; done
        ;;
    'start postgres')
        mkdir -p "$folder"
        if [ "$EUID" -eq 0 ]; then chown postgres "$folder"; fi
        postgres initdb -D "$folder/data" -A trust -U postgres --no-sync >/dev/null
        cat >>"$folder/data/postgresql.conf" <<SETTINGS
port=$port
listen_addresses='127.0.0.1'
unix_socket_directories=''
fsync=on
synchronous_commit=on
shared_buffers=512MB
max_wal_size=4GB
max_connections=200
SETTINGS
        postgres pg_ctl -D "$folder/data" -l "$folder/log" -w start >/dev/null
        head -1 "$folder/data/postmaster.pid" >"$folder/pid"
        psql -h 127.0.0.1 -p "$port" -U postgres -qc 'create database bench'
        ;;
    'stop redis' | 'stop postgres')
        [ -f "$folder/pid" ] || exit 0
        process=$(cat "$folder/pid")
        if [ "$name" = redis ]; then kill -TERM "$process"; else kill -INT "$process"; fi 2>/dev/null || true
        for _ in $(seq 100); do kill -0 "$process" 2>/dev/null || break; sleep .1; done
        rm -rf "$folder"
        ;;
    *) sed -n '2s/^# //p' "$0" >&2; exit 2 ;;
esac
