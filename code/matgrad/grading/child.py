"""The program that runs a student's function. It is passed to Python as text and sees nothing of the course.

It speaks in frames: eight bytes with two lengths, a header in JSON, and the raw bytes of arrays. First comes the
student's code, then one frame for each call. Whatever happens here cannot change a mark: the verdict is formed by the
other end, which takes nothing but arrays.
"""

import json
import os
import struct
import sys
from typing import Any, BinaryIO


def limited(limits: dict[str, int]) -> None:
    """Set the limits of this process; they hold for every process that it starts."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for name, value in limits.items():
        try:
            hard = resource.getrlimit(getattr(resource, name))[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            soft = value - 1 if name == "RLIMIT_CPU" else value  # a signal, then the end
            resource.setrlimit(getattr(resource, name), (soft, value))
        except (AttributeError, ValueError, OSError):  # a system without this limit
            continue


def lowered(account: int) -> None:
    """Go on as another account, where the grader was started by root; there is no way back."""
    if account:
        os.setgroups([])
        os.setgid(account)
        os.setuid(account)


def exactly(stream: BinaryIO, count: int) -> bytes:
    """Read so many bytes; end if there are no more."""
    data = b""
    while len(data) < count:
        part = stream.read(count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def received(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Return the next frame."""
    head, body = struct.unpack(">II", exactly(stream, 8))
    return json.loads(exactly(stream, head)), exactly(stream, body)


def sent(stream: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """Send a frame."""
    text = json.dumps(header).encode()
    stream.write(struct.pack(">II", len(text), len(body)) + text + body)
    stream.flush()


def values(header: dict[str, Any], body: bytes, np: Any) -> list[Any]:
    """Return the arguments of a call."""
    found: list[Any] = []
    place = 0
    for each in header["arguments"]:
        if each["shape"] is None:
            found.append(each["value"])
            continue
        array = np.frombuffer(body, np.float64, int(np.prod(each["shape"])), place).reshape(each["shape"]).copy()
        place += array.nbytes
        found.append(array)
    return found


def answered(function: Any, header: dict[str, Any], body: bytes, np: Any, largest: int) -> tuple[dict[str, Any], bytes]:
    """Return the frame that answers a call."""
    result = np.asarray(function(*values(header, body, np)))
    if result.dtype.kind not in "biufc":
        return {"error": f"the result is no array of numbers (its type is {result.dtype})"}, b""
    if result.nbytes > largest:
        return {"error": f"the result is too large ({result.nbytes} bytes)"}, b""
    plain = np.ascontiguousarray(result)
    return {"dtype": plain.dtype.str, "shape": list(result.shape)}, plain.tobytes()


def explained(error: BaseException) -> str:
    """Return an error in one line."""
    return f"{type(error).__name__}: {error}"[:500]


def main() -> None:
    """Take the code, then answer calls until the other end has enough."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123 - stays open as long as the program
    import numpy as np

    received(incoming)
    sent(outgoing, {"ready": True})
    start, _ = received(incoming)
    lowered(start["account"])
    limited(start["limits"])
    sys.modules["matgrad"] = None  # type: ignore[assignment]  # an import of it fails
    names = {"np": np, "__name__": "__main__", "__builtins__": __builtins__}
    try:
        exec(compile(start["code"], "your answer", "exec"), names)  # noqa: S102 - this is what the program is for
        function = names.get(start["function"])
        if not callable(function):
            raise NameError(f"there is no function {start['function']}")
        sent(outgoing, {"ready": True})
    except BaseException as error:
        sent(outgoing, {"error": explained(error)})
        return
    while True:
        header, body = received(incoming)
        try:
            sent(outgoing, *answered(function, header, body, np, start["largest"]))
        except BaseException as error:
            sent(outgoing, {"error": explained(error)})


if __name__ == "__main__":
    main()
    os._exit(0)
