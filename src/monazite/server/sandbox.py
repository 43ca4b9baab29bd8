"""What a worker process may not do once its store is open: network, programs, endless memory.

On Linux a seccomp filter refuses the system calls that open a socket or start a program; on other systems
only the limits hold that the platform has.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import sys

# Linux system call numbers: socket, socketpair, execve, execveat, ptrace, io_uring_setup, process_vm_writev.
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 59, 322, 101, 425, 311)),
    "aarch64": (0xC00000B7, (198, 199, 221, 281, 117, 425, 271)),
}
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM


class _Filter(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("jt", ctypes.c_ubyte),
        ("jf", ctypes.c_ubyte),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Filter)))


def die_with_parent() -> None:
    """Ends this process when the one that made it ends, however that ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(more: int) -> None:
    """Lets this process allocate `more` bytes of address space beyond what it has, and write no core file."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            has = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (has + more, has + more))


def close_network() -> bool:
    """Refuses this process sockets and programs from now on; whether the system could."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    machine, calls = _CALLS[platform.machine()]
    rules = [
        _Filter(0x20, 0, 0, 4),  # the architecture of the call
        _Filter(0x15, 1, 0, machine),
        _Filter(0x06, 0, 0, _REFUSE),
        _Filter(0x20, 0, 0, 0),  # its number
        # The same calls have other numbers in the x32 ABI of x86-64, from here on: seccomp(2), Caveats.
        _Filter(0x35, len(calls) + 1, 0, 0x40000000),
        *(_Filter(0x15, len(calls) - n, 0, call) for n, call in enumerate(calls)),
        _Filter(0x06, 0, 0, _ALLOW),
        _Filter(0x06, 0, 0, _REFUSE),
    ]
    program = _Program(len(rules), (_Filter * len(rules))(*rules))
    library = ctypes.CDLL(None)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(library.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0) == 0)


def yield_to_others(pid: int) -> None:
    """Gives another process the lowest priority."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, 19)
