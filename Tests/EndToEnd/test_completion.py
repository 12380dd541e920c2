"""Completions, as shells ask for them."""
import subprocess

import pytest

from harness import PROGRAM

ASK = """
source /dev/stdin
COMP_LINE=$1; COMP_POINT=${#COMP_LINE}
read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
$(complete -p ssh-alertd | sed 's/.* -F \\([^ ]*\\) .*/\\1/') ssh-alertd "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(shell):
    return subprocess.check_output([PROGRAM, "--generate-completion-script", shell], text=True)


@pytest.mark.parametrize("line, words", [
    ("ssh-alertd qu", ["queue"]), ("ssh-alertd queue re", ["retry"]), ("ssh-alertd history --wh", ["--why"]),
    ("ssh-alertd history --format j", ["json"]), ("ssh-alertd run --config FILES/a", ["FILES/a.yaml"]),
])
def test_bash_completes(line, words, tmp_path):
    (tmp_path / "a.yaml").touch()
    (tmp_path / "a.txt").touch()
    done = subprocess.run(["bash", "-c", ASK, "bash", line.replace("FILES", str(tmp_path))], input=script("bash"),
                          capture_output=True, text=True)
    assert [word.strip() for word in done.stdout.split()] == [word.replace("FILES", str(tmp_path)) for word in words], done.stderr


@pytest.mark.parametrize("shell, sign", [("zsh", "#compdef ssh-alertd"), ("fish", "complete -c 'ssh-alertd'")])
def test_zsh_and_fish_have_a_script(shell, sign):
    text = script(shell)
    assert sign in text
    for word in ("queue", "test-mail", "config"):
        assert word in text
