"""What is sealed in a backup, taken out: a file as backups once were."""

import io

from core.store import crypto, sealed_file


def taken_out(file, folder):
    """The same file as the plain database that is sealed in it, under the key of that folder."""
    out = io.BytesIO()
    with file.open("rb") as sealed:
        sealed_file.open_into(crypto.load(folder), sealed, out)
    file.write_bytes(out.getvalue())
    return file
