"""pictures.py DIRECTORY: what the mails look like, as PNGs; for `make pictures`."""
import pathlib
import subprocess
import sys
import tempfile

from browser import Browser

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / ".build/debug/ssh-alertd"
# Each kind of mail in the widths and schemes that it is shown in.
PICTURES = [
    ("news", 320, "light"), ("news", 600, "light"), ("news", 1024, "light"),
    ("news", 320, "dark"), ("news", 600, "dark"), ("news", 1024, "dark"),
    ("login", 600, "light"), ("gap", 600, "light"), ("digest", 600, "light"), ("digest", 320, "dark"),
]


def main(directory):
    with tempfile.TemporaryDirectory() as scratch, Browser() as browser:
        page, configuration = pathlib.Path(scratch, "page.html"), pathlib.Path(scratch, "ssh-alertd.yaml")
        configuration.write_text(f"mail:\n  templates: {scratch}\n")
        for kind, width, scheme in PICTURES:
            subprocess.run([PROGRAM, "preview", "--config", configuration, "--kind", kind, "--host", "web1", "--html", page],
                           check=True, env={"TZ": "Europe/Berlin"})
            browser.show(page, width, scheme)
            picture = directory / f"{kind}-{width}-{scheme}.png"
            picture.write_bytes(browser.picture(width))
            subprocess.run(["pngquant", "--force", "--skip-if-larger", "--speed", "1", "--nofs", "--output", picture, "16", picture])
            print(picture)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
