"""A machine that carries out the calls of a trace on a disk that can be looked at after any cut."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tests.chaos.power_cut.calls import Call
from tests.chaos.power_cut.disk import Change, File, Folder

MEMORY = ("-shm",)
"""Files that are memory shared between processes: after a cut their makers begin them anew."""
HERE = "AT_FDCWD"


class Unknown(Exception):
    """A call that changes files in a way that is not replayed here."""


@dataclass
class Opened:
    """A file or folder as a descriptor has it open."""

    what: File | Folder
    place: int = 0
    appends: bool = False


class Machine:
    """What lies under `root`, by its calls; whatever is elsewhere is of no interest."""

    def __init__(self, root: Path, hears: Callable[[Call], None]) -> None:
        """`hears`: takes writes to descriptors that are no files of ours."""
        self.disk = Folder()
        self._root = PurePosixPath(root)
        self._hears = hears
        self._open: dict[int, Opened] = {}

    def do(self, call: Call) -> None:
        """Carry out one call."""
        if handler := getattr(self, f"_{call.name}", None):
            handler(call)
        elif self._touches(call):
            raise Unknown(f"{call.name}({', '.join(call.arguments)[:200]})")

    def _touches(self, call: Call) -> bool:
        numbers = [int(each) for each in call.arguments if each.isdigit()]
        paths = [call.text(n) for n, each in enumerate(call.arguments) if each.startswith('"')]
        inside = any(PurePosixPath(path).is_relative_to(self._root) for path in paths)
        return inside or (not paths and numbers[:1] != [] and numbers[0] in self._open)

    # Names

    def _openat(self, call: Call) -> None:
        self._open.pop(call.result, None)
        flags = call.arguments[2]
        if (found := self._at(call, 1)) is None:
            return
        folder, name = found
        what = folder.seen.get(name) if name else folder
        if what is None:
            what = File()
            folder.name(call.ended, name, what)
        if "O_TRUNC" in flags and isinstance(what, File) and what.length:
            what.unsure.append(Change(call.ended, 0, None))
        self._open[call.result] = Opened(what, appends="O_APPEND" in flags)

    def _close(self, call: Call) -> None:
        self._open.pop(call.number(0), None)

    def _mkdir(self, call: Call, place: int = 0) -> None:
        if found := self._at(call, place):
            found[0].name(call.ended, found[1], Folder())

    def _mkdirat(self, call: Call) -> None:
        self._mkdir(call, 1)

    def _unlink(self, call: Call, place: int = 0) -> None:
        if found := self._at(call, place):
            found[0].name(call.ended, found[1], None)

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> None:
        self._unlink(call, 1)

    def _rename(self, call: Call, places: tuple[int, int] = (0, 1)) -> None:
        source, target = (self._at(call, place) for place in places)
        if source is None or target is None:
            if source or target:
                raise Unknown("a file was moved in or out")
            return
        what = source[0].seen[source[1]]
        target[0].name(call.ended, target[1], what)
        source[0].name(call.ended, source[1], None)

    def _renameat(self, call: Call) -> None:
        self._rename(call, (1, 3))

    _renameat2 = _renameat

    def _at(self, call: Call, place: int) -> tuple[Folder, str] | None:
        """Return the folder and the name that a path means; None where it is not ours."""
        path = PurePosixPath(call.text(place))
        if not path.is_absolute() and call.arguments[place - 1] != HERE and place:
            raise Unknown(f"{call.name} beside a folder")
        if not path.is_relative_to(self._root) or path.name.endswith(MEMORY):
            return None
        folder = self.disk
        *parents, name = path.relative_to(self._root).parts or ("",)
        for parent in parents:
            inner = folder.seen[parent]
            assert isinstance(inner, Folder)
            folder = inner
        return folder, name

    # Descriptors

    def _dup(self, call: Call) -> None:
        if opened := self._open.get(call.number(0)):
            self._open[call.result] = opened

    _dup2 = _dup3 = _dup

    def _fcntl(self, call: Call) -> None:
        if call.arguments[1].startswith("F_DUPFD"):
            self._dup(call)

    def _lseek(self, call: Call) -> None:
        if opened := self._open.get(call.number(0)):
            opened.place = call.result

    def _mmap(self, call: Call) -> None:
        if call.number(4) in self._open and "MAP_SHARED" in call.arguments[3]:
            raise Unknown("a file of ours is written as memory")

    # Bytes

    def _write(self, call: Call) -> None:
        opened = self._open.get(call.number(0))
        if opened is None:
            return self._hears(call)
        file = _file(opened)
        offset = file.length if opened.appends else opened.place
        opened.place = offset + call.result
        file.unsure.append(Change(call.ended, offset, call.data(1)[: call.result]))
        return None

    def _pwrite64(self, call: Call) -> None:
        if opened := self._open.get(call.number(0)):
            data = call.data(1)[: call.result]
            _file(opened).unsure.append(Change(call.ended, call.number(3), data))

    def _ftruncate(self, call: Call) -> None:
        if opened := self._open.get(call.number(0)):
            _file(opened).unsure.append(Change(call.ended, call.number(1), None))

    def _fsync(self, call: Call) -> None:
        """Sure is what was there before it was asked for."""
        if opened := self._open.get(call.number(0)):
            opened.what.flush(call.began)

    _fdatasync = _fsync


def _file(opened: Opened) -> File:
    if not isinstance(opened.what, File):
        raise Unknown("a folder was written to")
    return opened.what
