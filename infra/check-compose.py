"""Checks of compose.yaml that its schema cannot make: its names lead somewhere, in itself and in the code."""

import pathlib
import re
import sys

import yaml

INFRA = pathlib.Path(__file__).parent
ROOT = INFRA.parent
# Where each prefix of environment variables is declared.
MAPPINGS = {
    "PROVELET_FILES_": "file-server/src/main/java",
    "PROVELET_FUNCTION_": "prover-function/src/main/java",
    "PROVELET_STAGE_": "stage-api/src/main/java",
}


def declared_keys(sources: pathlib.Path) -> set[str]:
    """The methods of a module's @ConfigMapping interfaces, in upper case and without separators."""
    keys = set()
    for file in sources.rglob("*.java"):
        text = file.read_text(encoding="utf-8")
        if "@ConfigMapping" in text:
            keys |= {name.upper() for name in re.findall(r"\b(\w+)\(\);", text)}
    return keys


def unknown_keys(environment: dict) -> list[str]:
    faults = []
    for name in environment:
        for prefix, sources in MAPPINGS.items():
            if name.startswith(prefix):
                # A_B__C: the key a-b and in it c; a number is a place in a list.
                words = re.sub(r"_\d+_", "__", name.removeprefix(prefix)).split("__")
                keys = declared_keys(ROOT / sources)
                joined = [word.replace("_", "") for word in words if word]
                # Groups are separated like words are: limits.elf is LIMITS_ELF.
                if not all(covered(word, keys) for word in joined):
                    faults.append(f"{name}: no such key in {sources}")
    return faults


def covered(word: str, keys: set[str]) -> bool:
    return word in keys or any(word.startswith(key) and covered(word[len(key) :], keys) for key in keys)


def main() -> int:
    text = (INFRA / "compose.yaml").read_text(encoding="utf-8")
    compose = yaml.safe_load(text)
    services = compose["services"]
    faults = []
    for name, service in services.items():
        faults += [f"{name} depends on {d}, which is no service" for d in service.get("depends_on", {}) if d not in services]
        for needed, how in service.get("depends_on", {}).items():
            healthy = how["condition"] == "service_healthy"
            built = "build" in services[needed]
            if healthy and not built and "healthcheck" not in services[needed]:
                faults.append(f"{name} waits for {needed} to be healthy, which has no healthcheck")
        for volume in service.get("volumes", []):
            if volume.split(":")[0] not in compose["volumes"]:
                faults.append(f"{name}: no volume {volume.split(':')[0]}")
        if "build" in service:
            dockerfile = ROOT / service["build"]["dockerfile"]
            if not dockerfile.is_file():
                faults.append(f"{name}: no {dockerfile}")
            elif "HEALTHCHECK" not in dockerfile.read_text(encoding="utf-8"):
                faults.append(f"{name}: its image has no HEALTHCHECK")
        for host in re.findall(r"(?:https?|mysql)://([a-z0-9-]+)[:/]", str(service.get("environment", {}))):
            if host not in services and host != "localhost":
                faults.append(f"{name}: no service {host}")
        faults += [f"{name}: {fault}" for fault in unknown_keys(service.get("environment", {}))]
    used = set(re.findall(r"\$\{(\w+):\?", text))
    for source in (".env.example", "new-env"):
        given = set(re.findall(r"^(PROVELET_\w+)=", (INFRA / source).read_text(encoding="utf-8"), re.MULTILINE))
        if given != used:
            faults.append(f"{source} and compose.yaml differ in {sorted(given ^ used)}")
    unguarded = set(re.findall(r"(?<!\$)\$\{(\w+)\}", text))
    if unguarded:
        faults.append(f"without ':?' an unset variable is empty: {sorted(unguarded)}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
