"""What is installed beside the program: units without a mistake that leave little open, and one list of files for all."""
import shutil
import subprocess

import pytest

from harness import PROGRAM, ROOT

UNITS = sorted(path.name for path in (ROOT / "systemd").glob("ssh-alertd*.[st]*") if path.suffix in (".service", ".socket"))


@pytest.fixture
def units(tmp_path):
    """Copies of the units that start the program that is tested."""
    for name in UNITS:
        text = (ROOT / "systemd" / name).read_text()
        (tmp_path / name).write_text(text.replace("=/usr/sbin/ssh-alertd ", f"={PROGRAM} "))
    return tmp_path


def test_the_units_have_no_mistake(units):
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *(units / name for name in UNITS)], capture_output=True,
                          text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name, exposure", [("ssh-alertd.service", 12), ("ssh-alertd-keys@.service", 7)])
def test_the_units_leave_little_open(units, name, exposure):
    """In tenths of what `systemd-analyze security` counts to 10."""
    subprocess.run(["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={exposure}", units / name],
                   check=True, stdout=subprocess.DEVNULL)


def test_install_puts_each_file_somewhere_and_uninstall_leaves_the_configuration(tmp_path):
    def make(target):
        subprocess.run(["make", "--silent", "-f", "install.mk", target, f"DESTDIR={tmp_path}", "prefix=/opt/it",
                        f"PROGRAM={shutil.which('true')}"], cwd=ROOT, check=True)
        return {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}

    installed = make("install")
    templates = {path.name for path in (ROOT / "etc/templates").iterdir()}
    assert installed == {
        "opt/it/sbin/ssh-alertd", *(f"opt/it/lib/systemd/system/{name}" for name in UNITS),
        "opt/it/lib/sysusers.d/ssh-alertd.conf", "opt/it/lib/tmpfiles.d/ssh-alertd.conf",
        "opt/it/lib/systemd/catalog/ssh-alertd.catalog", "opt/it/share/man/man8/ssh-alertd.8",
        "opt/it/share/man/man5/ssh-alertd.yaml.5", "opt/it/share/bash-completion/completions/ssh-alertd",
        "opt/it/share/zsh/vendor-completions/_ssh-alertd", "opt/it/share/fish/vendor_completions.d/ssh-alertd.fish",
        *(f"opt/it/share/ssh-alertd/templates/{name}" for name in templates), "etc/ssh-alertd/ssh-alertd.yaml"}
    assert "\nExecStart=/opt/it/sbin/ssh-alertd run\n" in (tmp_path / "opt/it/lib/systemd/system/ssh-alertd.service").read_text()
    assert make("uninstall") == {"etc/ssh-alertd/ssh-alertd.yaml"}


def test_the_package_has_the_programs_version():
    version = subprocess.check_output([PROGRAM, "--version"], text=True).strip()
    assert (ROOT / "debian/changelog").read_text().startswith(f"ssh-alertd ({version}) ")
