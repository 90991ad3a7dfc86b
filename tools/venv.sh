# Sourced: `venv NAME PACKAGE==VERSION` makes or reuses .venv/NAME and prints its bin folder.
venv() {
    local folder=".venv/$1" stamp
    stamp="$folder/$2"
    if [ ! -e "$stamp" ]; then
        rm -rf "$folder"
        # Debian's Python comes without venv.
        if ! python3 -m venv "$folder" >&2; then
            apt-get update -qq >/dev/null && apt-get install -y -qq python3-venv >/dev/null
            python3 -m venv "$folder" >&2
        fi
        "$folder/bin/pip" install --quiet --disable-pip-version-check "$2" >&2
        touch "$stamp"
    fi
    echo "$folder/bin"
}
