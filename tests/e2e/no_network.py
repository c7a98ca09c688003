"""Run a module with the network closed: the first attempt to open it ends the run with a trace.

``python no_network.py accord study PLANT``. Python's own calls are seen by an audit hook, which
names the line that made them; calls of compiled libraries by a filter of the kernel (Linux), which
ends the process with SIGSYS. Sockets between processes of this machine (AF_UNIX) stay open.
"""

import ctypes
import os
import platform
import runpy
import socket
import struct
import sys
import traceback

CLOSED = 71
NAME_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
# Of each machine: its name in the kernel's audit, and the number of the call ``socket``.
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
NO_NEW_PRIVILEGES, SET_FILTER, FILTER_MODE = 38, 22, 2
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
CALL, MACHINE, FIRST_ARGUMENT = 0, 4, 16


class Program(ctypes.Structure):
    """A program of the kernel's filter: how many instructions, and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("start", ctypes.c_void_p))


def watch(event, arguments):
    """Write where the network was opened, and end the run: no library can swallow that."""
    is_opened = event == "socket.__new__" and arguments[1] != socket.AF_UNIX
    if is_opened or event in NAME_LOOKUPS:
        sys.stderr.write(f"the network is closed, and {event} was called with {arguments[1:]}\n")
        traceback.print_stack(sys._getframe(1))
        sys.stderr.flush()
        os._exit(CLOSED)


def close_for_compiled_code():
    """Have the kernel end this process at a call of ``socket`` for anything but AF_UNIX."""
    if platform.system() != "Linux" or platform.machine() not in MACHINES:
        return False
    machine, call = MACHINES[platform.machine()]
    lines = (
        (LOAD, 0, 0, MACHINE),
        (JUMP_IF_EQUAL, 0, 5, machine),
        (LOAD, 0, 0, CALL),
        (JUMP_IF_EQUAL, 0, 3, call),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_IF_EQUAL, 1, 0, socket.AF_UNIX),
        (RETURN, 0, 0, KILL_PROCESS),
        (RETURN, 0, 0, ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    program = Program(len(lines), ctypes.addressof(code))
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return kernel.prctl(SET_FILTER, FILTER_MODE, ctypes.byref(program), 0, 0) == 0


if __name__ == "__main__":
    sys.addaudithook(watch)
    close_for_compiled_code()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
