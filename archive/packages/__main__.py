"""The child that makes a folder into a bag: `bagit` changes the working folder of its process.

Standard input: JSON with `folder`, `info` and `tags` (files that stand beside the payload, with their text).
"""

import json
import sys
from pathlib import Path

import bagit

CHECKSUMS = ["sha256", "sha512"]


def main() -> None:
    """Bag the folder, then add the files beside the payload and their own manifests."""
    order = json.load(sys.stdin)
    folder = Path(order["folder"])
    bag = bagit.make_bag(str(folder), order["info"], checksums=CHECKSUMS)
    for name, text in order["tags"].items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    # Once more, so that the manifest of tags has these files too.
    bag.save()
    bag.validate()


if __name__ == "__main__":
    main()
