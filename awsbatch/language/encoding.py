"""The decoding of a command file."""

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place


def decode(data: bytes, file: str) -> str:
    """Return the bytes of a file as text, without a byte order mark.

    Raise `ScriptError` at the character for bytes that are not UTF-8 text.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problem = f"byte 0x{data[error.start]:02X}, which is not valid UTF-8"
        raise _not_text(data, error.start, problem, file) from None
    # A file in UTF-16, or one that is no text at all.
    if "\0" in text:
        raise _not_text(data, data.index(0), "a null byte", file)
    return text.removeprefix("\ufeff")


def _not_text(data: bytes, position: int, problem: str, file: str) -> ScriptError:
    start = data.rfind(b"\n", 0, position) + 1
    line = data[start:].split(b"\n", 1)[0].rstrip(b"\r").decode(errors="replace")
    column = len(data[start:position].decode(errors="replace")) + 1
    place = Place(file, data.count(b"\n", 0, start) + 1, column, 1, line)
    return ScriptError(f"this line contains {problem}", place=place, hint="is this a command file?")
