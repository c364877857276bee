"""Says which tests are not named as sentences, with underscores between their words, and which of them sleep."""

import pathlib
import re
import subprocess
import sys

files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.java"], check=True, capture_output=True, text=True)
failed = 0
for file in files.stdout.splitlines():
    if "/test/" not in file or not pathlib.Path(file).exists():
        continue
    test = False
    for number, line in enumerate(pathlib.Path(file).read_text(encoding="utf-8").splitlines(), 1):
        test = test or re.match(r"\s+@(Test|ParameterizedTest|RepeatedTest)\b", line) is not None
        if test and (method := re.match(r"\s+(?:[a-z]+ )*void (\w+)\(", line)):
            test = False
            if re.search("[A-Z]", method[1]):
                failed = 1
                print(f"{file}:{number}: not a sentence_with_underscores: {method[1]}", file=sys.stderr)
        # A fake may take its time; a test may not wait for time to pass.
        if re.search(r"(Test|IT|Contract)\.java$", file) and re.search(r"\bThread\.sleep\(|TimeUnit\.\w+\.sleep\(", line):
            failed = 1
            print(f"{file}:{number}: a test that sleeps", file=sys.stderr)
sys.exit(failed)
