# Sourced: `venv NAME PACKAGE==VERSION` makes or reuses .venv/NAME and prints its bin folder.
venv() {
    local folder=".venv/$1" stamp
    stamp="$folder/$2"
    if [ ! -e "$stamp" ]; then
        rm -rf "$folder"
        python3 -m venv "$folder" >&2
        "$folder/bin/pip" install --quiet --disable-pip-version-check "$2" >&2
        touch "$stamp"
    fi
    echo "$folder/bin"
}
