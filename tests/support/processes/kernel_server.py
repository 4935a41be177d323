"""Give stock nbgrader's kernels from a process in which what they import is loaded already.

Stock nbgrader starts a kernel for each notebook, and a new one needs more than a second of processor time before its first
cell. A command that was forked by ``command_server`` finds a kernel specification that names ``stand_in`` as the program of
``python3``: it asks the server for a fork, which goes on as a usual ipykernel with the same arguments, folder and environment.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import sys

import stand_in  # beside this file, which a program loads

LOADED = ("anywidget", "ipykernel.ipkernel", "ipykernel.kernelapp", "ipywidgets", "matplotlib.pyplot")


def start() -> str:
    """Fork the server from this process, which it outlives by nothing; return the folder for JUPYTER_PATH."""
    import tempfile
    from pathlib import Path

    from ipykernel.kernelspec import get_kernel_dict

    name = f"newspace-kernels-{os.getpid()}"
    folder = tempfile.mkdtemp(prefix="newspace-kernels-")
    line = [sys.executable, "-I", "-S", stand_in.__file__, name, "-f", "{connection_file}"]
    place = Path(folder, "kernels", "python3")
    place.mkdir(parents=True)
    place.joinpath("kernel.json").write_text(json.dumps({**get_kernel_dict(), "argv": line}), encoding="utf-8")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(f"\0{name}")
    listener.listen()
    parent = os.getpid()
    if os.fork() == 0:
        with contextlib.suppress(KeyboardInterrupt):
            _serve(listener, parent)
        os._exit(0)
    listener.close()
    return folder


def _serve(listener: socket.socket, parent: int) -> None:
    listener.settimeout(2)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it when it is loaded, and ends with this process
    while os.getppid() == parent:
        with contextlib.suppress(ChildProcessError):  # there is none
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        try:
            channel, _address = listener.accept()
        except TimeoutError:
            continue
        channel.setblocking(True)
        for module in LOADED:
            importlib.import_module(module)
        if os.fork() == 0:
            listener.close()
            _become(channel)
        channel.close()


def _become(channel: socket.socket) -> None:
    """Go on as the kernel that was asked for; never come back."""
    import runpy
    import threading
    import traceback

    code = 1
    try:
        os.setsid()
        data, handles, _flags, _address = socket.recv_fds(channel, stand_in.MESSAGE_BYTES, len(stand_in.STREAMS))
        for handle, standard in zip(handles, stand_in.STREAMS, strict=True):
            os.dup2(handle, standard)
            os.close(handle)
        request = json.loads(data)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        threading.Thread(target=_watch, args=(channel,), daemon=True).start()
        sys.argv, sys.path[0] = ["ipykernel_launcher", *request["arguments"]], os.getcwd()
        runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does it with what nobody caught
        traceback.print_exc()
    finally:
        os._exit(code)


def _watch(channel: socket.socket) -> None:
    """Pass on signals, and end the kernel when the process that stands for it is gone."""
    while number := channel.recv(1):
        os.kill(os.getpid(), number[0])
    os._exit(1)
