"""Prints ssh-alertd.yaml(5): its frame is ssh-alertd.yaml.5.in, and its list of keys what etc/ssh-alertd.yaml says of each.

There a key is commented out with its default; words go before it, after a '#' of their own, and end in 'For example:' where the key
has no default.
"""
import pathlib
import re
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = "For example:"


def text(words):
    """A paragraph, a sentence or more a line, with what roff would take for a command of its own made harmless."""
    safe = words.replace("\\", "\\e").replace("…", "\\[u2026]")
    lines = re.sub(r"(?<=[a-z0-9)'][.:;]) (?=[A-Z/'])", "\n", safe).split("\n")
    wrapped = [part for line in lines for part in textwrap.wrap(line, 120, break_long_words=False, break_on_hyphens=False)]
    return "\n".join("\\&" + line if line[0] in ".'" else line for line in wrapped)


def item(name, words, default):
    label = "Example" if words.endswith(EXAMPLE) else "Default"
    value = default.replace("\\", "\\e").replace('"', '""')
    return [f".It Cm {name}", text(words.removesuffix(EXAMPLE).strip()), ".Pp", f"{label}:", f'.Ql "{value}"']


def keys(lines):
    """Of each section, and of what stands alone, the keys with their words."""
    page, section, words = [], "", []
    for line in lines:
        if comment := re.fullmatch(r"(?:#  )?# (\S.*)", line):
            words.append(comment[1])
        elif head := re.fullmatch(r"#([a-z_]+):", line):
            section = head[1] + "."
            page += [".Ss " + head[1], *([text(" ".join(words))] if words else []), ".Bl -tag -width Ds"]
            words = []
        elif key := re.fullmatch(r"#( *)([a-z_]+): (.*)", line):
            entry = item((section if key[1] else "") + key[2], " ".join(words), key[3])
            page += entry if key[1] else [f".Ss {key[2]}", ".Bl -tag -width Ds", *entry, ".El"]
            words = []
        elif not line:
            page += [".El"] if section else []
            section, words = "", []
    return page + ([".El"] if section else [])


if __name__ == "__main__":
    shipped = (HERE.parent / "etc/ssh-alertd.yaml").read_text().splitlines()
    frame = (HERE / "ssh-alertd.yaml.5.in").read_text()
    print('.\\" Made by `make man` from etc/ssh-alertd.yaml and ssh-alertd.yaml.5.in: change those.')
    print(frame.replace("@KEYS@", "\n".join(keys(shipped))), end="")
