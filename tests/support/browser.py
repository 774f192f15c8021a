"""Opens pages in Chromium, and checks them with axe-core if TF2LINT_AXE names its script."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_SWITCHES = "headless no-sandbox disable-gpu no-first-run disable-background-networking disable-component-update"
_SWITCHES += " disable-sync dump-dom enable-logging=stderr virtual-time-budget=20000"
#: No page may load anything from elsewhere.
_NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"
_DARK = "--blink-settings=preferredColorScheme=0"
AXE = os.environ.get("TF2LINT_AXE", "")
NEEDS_BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="requires Chromium")
NEEDS_AXE = pytest.mark.skipif(not CHROMIUM or not AXE, reason="requires Chromium, and TF2LINT_AXE: see .ci/run")
#: Opens everything, checks the page, and leaves the outcome in an attribute of the document.
_CHECK = """\
document.querySelectorAll("details").forEach((details) => { details.open = true; });
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa"]}).then(({violations, passes}) => {
  const shown = ({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 100)}: ${node.failureSummary}`);
  const outcome = [violations.flatMap(shown), passes.map(({id}) => id)];
  document.documentElement.dataset.outcome = JSON.stringify(outcome);
});
"""


def dom(page: Path, folder: Path, fragment: str = "", *, dark: bool = False, width: int = 1280) -> str:
    """Returns the document as the browser has it after its scripts; asserts that it logs no error.

    Args:
        page: the file.
        folder: a folder for the browser's files.
        fragment: what follows the `#` in the address.
        dark: whether the user prefers dark colors.
        width: the width of the window.
    """
    command = [str(CHROMIUM), *(f"--{switch}" for switch in _SWITCHES.split()), _NO_NETWORK]
    command += [f"--window-size={width},1000", f"--user-data-dir={folder / 'profile'}", *([_DARK] if dark else [])]
    command.append(f"{page.as_uri()}#{fragment}" if fragment else page.as_uri())
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
    assert "CONSOLE" not in done.stderr, done.stderr
    return done.stdout


def violations(page: Path, folder: Path, fragment: str = "", *, dark: bool = False, width: int = 1280) -> list[str]:
    """Returns what axe-core says against a page by WCAG 2.1 AA; asserts that it looked at the colors."""
    axe = Path(AXE).read_text("utf-8").replace("</script", "<\\/script")
    checked = folder / f"checked-{page.name}"
    end = f"<script>{axe}</script><script>{_CHECK}</script></body>"
    checked.write_text(page.read_text("utf-8").replace("</body>", end), "utf-8")
    outcome = re.search(r'data-outcome="([^"]*)"', dom(checked, folder, fragment, dark=dark, width=width))
    assert outcome is not None, "axe-core did not finish"
    found, passed = json.loads(html.unescape(outcome[1]))
    assert "color-contrast" in passed or found
    return [str(one) for one in found]
