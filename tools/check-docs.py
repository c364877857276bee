"""Says where the documents name a file, a folder or a type that is not there.

Looked at: links, and what stands between backticks: a path below the root, below a module's sources or below a folder of
Rust (`stage/plan/ProofPlan`, `src/prove/segment.rs`), and the name of a type (`ProofPlan`, `Attempts#recover`).
"""

import pathlib
import re
import subprocess
import sys

DOCUMENTS = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "VERSIONING.md", "docs", "infra", "bench", "examples"]
# Types of others that our documents speak of.
FOREIGN = {"MariaDB", "OpenVM"}

files = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"], check=True, capture_output=True, text=True
).stdout.splitlines()
files = [file for file in files if pathlib.Path(file).exists()]
folders = {str(parent) for file in files for parent in pathlib.PurePath(file).parents}
# Every tail of a path, with and without the ending: what a document may call it.
tails = set()
for path in [*files, *folders]:
    parts = path.split("/")
    for first in range(len(parts)):
        tail = "/".join(parts[first:])
        tails.add(tail)
        tails.add(re.sub(r"\.(java|rs|c|h|md)$", "", tail))
# The verifier contract, whose source is made.
GENERATED = {"ProveletVerifier", "InsecureDevProveletVerifier"}
types = FOREIGN | GENERATED
for file in files:
    if file.endswith((".java", ".rs", ".h", ".c", ".proto")):
        text = pathlib.Path(file).read_text(encoding="utf-8")
        types.update(re.findall(r"\b(?:class|record|interface|enum|struct|trait|type|message)\s+([A-Z]\w+)", text))
        # Records that are members of sealed types, constants and the annotations' names.
        types.update(re.findall(r"@(\w+)", text))
    elif file.endswith(".sol"):
        types.update(re.findall(r"\b(?:contract|error|interface)\s+([A-Z]\w+)", pathlib.Path(file).read_text(encoding="utf-8")))

failed = 0


def fault(document: str, line: int, what: str) -> None:
    global failed
    failed = 1
    print(f"{document}:{line}: {what}", file=sys.stderr)


def is_there(name: str) -> bool:
    name = name.removeprefix("./").rstrip("/")
    if "*" in name:
        return any(pathlib.PurePath(tail).match(name) for tail in tails)
    return name in tails


documents = [file for file in files if file.endswith(".md") and file.split("/")[0] in DOCUMENTS]
for document in documents:
    folder = pathlib.Path(document).parent
    fenced = False
    for number, line in enumerate(pathlib.Path(document).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", line):
            if "://" not in target and not (folder / target).exists():
                fault(document, number, f"the link leads nowhere: {target}")
        if "docs/adr" in document:
            continue  # A record speaks of its day.
        for word in re.findall(r"`([^`]+)`", line):
            word = re.sub(r"[#(].*$", "", word)
            path = re.fullmatch(r"[\w.-]+(/[\w.*-]+)*/[A-Z]\w+", word) or (
                re.fullmatch(r"[\w-]+(/[\w.*-]+)+\.(rs|c|h|py|md|proto|sql)", word) and word.split("/")[0] in tails
            )
            if path:
                if not is_there(word):
                    fault(document, number, f"no such file: {word}")
            elif re.fullmatch(r"[A-Z][a-z0-9]+([A-Z][a-z0-9]*)+", word) or (
                document == "ARCHITECTURE.md" and re.fullmatch(r"[A-Z][a-z]\w+", word)
            ):
                if word not in types:
                    fault(document, number, f"no such type: {word}")
sys.exit(failed)
