# Sourced by the scripts in the folders here: `here` is the script's folder, `root` the repository.
# Goes to target/NAME, NAME being the script's folder, where venv/ has what its requirements.txt asks
# for. Needs Python 3.11.
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mkdir -p "$root/target/${here##*/}"
cd "$root/target/${here##*/}"
[ -d venv ] || python3 -m venv venv
venv/bin/pip install --quiet --requirement "$here/requirements.txt"
