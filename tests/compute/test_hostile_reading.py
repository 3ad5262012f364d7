"""Hostile tasks that want to see what is not theirs."""

import os
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.ports import Credentials
from modelyard.compute.types import EndedBy, Mount

KEYS = Credentials("the-access-key", "the-secret-of-the-owner", "the-token", 2**50)
TRY = """
import os, sys
def attempt(name, act):
    try:
        print(name, "GOT", repr(act())[:200])
    except BaseException as error:
        print(name, "refused", type(error).__name__, error)
"""


class TestFiles:
    async def test_the_home_of_the_platform_and_its_database_are_not_there(self, house: EngineHouse) -> None:
        (house.folder / "modelyard.db").write_text("all that we know")
        home = str(house.folder)

        _, log = await house.run(
            TRY
            + f"attempt('database', lambda: open({home!r} + '/modelyard.db').read())\n"
            + f"attempt('tasks', lambda: os.listdir({home!r} + '/tasks'))\n"
            + "attempt('shadow', lambda: open('/etc/shadow').read())\nattempt('root', lambda: os.listdir('/root/.ssh'))\n"
            + "print(sorted(os.listdir('/home')), sorted(os.listdir('/tmp')), sorted(os.listdir('/')))"
        )

        assert "GOT" not in log
        assert "['ma-user'] []" in log

    async def test_another_task_is_not_to_be_found(self, house: EngineHouse) -> None:
        first = await house.start(
            "import os, time\nopen('/cache/secret', 'w').write('mine')\nos.chmod('/cache/secret', 0o777)\n"
            "print('up')\ntime.sleep(600)"
        )
        await house.until_log(first, "up")
        files = house.directory(first) / "files"

        _, log = await house.run(
            TRY
            + f"attempt('cache', lambda: open({str(files)!r} + '/cache/secret').read())\n"
            + "print('cache', os.listdir('/cache'), 'home', os.path.exists('/home/ma-user/secret'))\n"
            + "print('processes', [p for p in os.listdir('/proc') if p.isdigit()])"
        )

        assert "GOT" not in log
        assert "cache [] home False" in log
        await house.engine.stop(first, grace_seconds=0, ended_by="user")
        await house.end_of(first)

    async def test_the_image_and_the_system_cannot_be_changed(self, house: EngineHouse, engine_image: Path) -> None:
        _, log = await house.run(
            TRY
            + "attempt('image', lambda: open('/opt/modelyard/image/bin/evil', 'w'))\n"
            + "attempt('usr', lambda: open('/usr/evil', 'w'))\nattempt('etc', lambda: open('/etc/evil', 'w'))\n"
            + "attempt('root', lambda: os.mkdir('/evil'))\nattempt('dev', lambda: open('/dev/evil', 'w'))\n"
            + "attempt('supervisor', lambda: open('/opt/modelyard/supervisor/init.py', 'a'))\n"
            + "attempt('interpreter', lambda: open(os.path.realpath(sys.executable), 'r+b'))"
        )

        assert "GOT" not in log

    async def test_a_mount_shows_what_it_is_and_nothing_above_it(self, house: EngineHouse, tmp_path: Path) -> None:
        shared = tmp_path / "given" / "data"
        shared.mkdir(parents=True)
        shared.chmod(0o755)
        (shared / "x").write_text("seen")
        (shared.parent / "y").write_text("unseen")
        mount = Mount(str(shared), "/data")

        _, log = await house.run(
            TRY + "print(open('/data/x').read())\nattempt('above', lambda: open('/data/../y').read())\n"
            "attempt('write', lambda: open('/data/z', 'w'))",
            mounts=(mount,),
        )

        assert "seen\n" in log
        assert "GOT" not in log


class TestSecrets:
    async def test_no_environment_is_inherited_and_no_keys_are_in_it(
        self, house: EngineHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_PASSWORD", "geheim")

        _, log = await house.run(
            "import os\nprint(dict(os.environ))\n"
            "for pid in filter(str.isdigit, os.listdir('/proc')):\n"
            "  try: print(pid, open(f'/proc/{pid}/environ').read(), open(f'/proc/{pid}/cmdline').read())\n"
            "  except OSError as error: print(pid, error.strerror)",
            credentials=KEYS,
        )

        assert "geheim" not in log
        assert KEYS.secret not in log

    async def test_the_keys_are_in_no_argument_of_any_process(self, house: EngineHouse) -> None:
        ref = await house.start("import time; print('up'); time.sleep(600)", credentials=KEYS)
        await house.until_log(ref, "up")

        lines = b"".join(_content(entry / name) for entry in Path("/proc").glob("[0-9]*") for name in ("cmdline", "environ"))

        assert KEYS.secret.encode() not in lines
        await house.engine.stop(ref, grace_seconds=0, ended_by="user")
        await house.end_of(ref)

    async def test_no_descriptor_leads_out(self, house: EngineHouse) -> None:
        _, log = await house.run(
            "import os\n"
            "for pid in filter(str.isdigit, os.listdir('/proc')):\n"
            "  try:\n"
            "    for fd in os.listdir(f'/proc/{pid}/fd'):\n"
            "      if os.path.exists(f'/proc/{pid}/fd/{fd}') or pid == '1':\n"
            "        print('FD', pid, fd, os.readlink(f'/proc/{pid}/fd/{fd}'), os.path.isdir(f'/proc/{pid}/fd/{fd}'))\n"
            "  except OSError as error: print(pid, error.strerror)"
        )

        found = [line.split() for line in log.splitlines() if line.startswith("FD")]
        assert found
        assert all(words[-1] == "False" or words[3].startswith("/proc/") for words in found), log
        assert not any(words[3].startswith(str(house.folder)) for words in found), log


class TestKernel:
    async def test_no_rights_and_no_way_to_get_any(self, house: EngineHouse) -> None:
        _, log = await house.run(
            TRY
            + "import ctypes, stat\nlibc = ctypes.CDLL(None, use_errno=True)\n"
            + "def call(name, *arguments):\n"
            + "    if getattr(libc, name)(*arguments) != 0: raise OSError(ctypes.get_errno(), name)\n    return name\n"
            + "attempt('mknod', lambda: os.mknod('/tmp/sda', stat.S_IFBLK | 0o666, os.makedev(254, 0)))\n"
            + "attempt('mount', lambda: call('mount', b'none', b'/tmp', b'tmpfs', 0, None))\n"
            + "attempt('userns', lambda: call('unshare', 0x10000000))\nattempt('pivot', lambda: os.chroot('/tmp'))\n"
            + "attempt('setuid', lambda: os.setuid(0))\nattempt('ptrace', lambda: call('ptrace', 16, 1, 0, 0))\n"
            + "attempt('hostname', lambda: call('sethostname', b'x', 1))\n"
            + "attempt('sysctl', lambda: open('/proc/sys/kernel/core_pattern', 'w').write('|/tmp/x'))\n"
            + "attempt('memory', lambda: open('/dev/mem'))\nattempt('kmsg', lambda: open('/dev/kmsg'))\n"
            + "print([line for line in open('/proc/self/status') if line.startswith(('Cap', 'NoNew', 'Uid'))])"
        )

        assert "GOT" not in log
        assert "CapEff:\\t0000000000000000" in log
        assert "CapBnd:\\t0000000000000000" in log
        assert "NoNewPrivs:\\t1" in log

    async def test_nobody_outside_can_be_signalled(self, house: EngineHouse) -> None:
        end, log = await house.run(
            TRY + f"attempt('test', lambda: os.kill({os.getpid()}, 0))\n"
            "attempt('others', lambda: os.kill(-1, 0))\nos.kill(1, 9)\nos.kill(1, 15)\nprint('still here')"
        )

        assert "test refused" in log
        assert "still here" in log
        assert end.ended_by is EndedBy.ITSELF

    @pytest.mark.skipif(os.geteuid() != 0, reason="users of their own need root")
    async def test_each_task_is_a_user_of_its_own_on_the_machine(self, house: EngineHouse) -> None:
        first = await house.start("import time; open('/cache/x', 'w'); print('up'); time.sleep(600)")
        second = await house.start("import time; open('/cache/x', 'w'); print('up'); time.sleep(600)")
        for ref in (first, second):
            await house.until_log(ref, "up")

        users = [(house.directory(ref) / "files" / "cache" / "x").stat().st_uid for ref in (first, second)]

        assert users[0] != users[1]
        assert 0 not in users
        for ref in (first, second):
            await house.engine.stop(ref, grace_seconds=0, ended_by="user")
            await house.end_of(ref)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
