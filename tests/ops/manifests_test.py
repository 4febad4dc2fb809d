"""The files that others run: unit, compose, Kubernetes, AsyncAPI, each against its schema or checker.

usage: manifests_test.py BINARY. What needs validators that could not be fetched (ops/fetch-validators.sh) is skipped.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPS = ROOT / "ops"
BINARY, VALIDATORS, WHY_NO_VALIDATORS = "", pathlib.Path(), ""
KUBERNETES = "1.30"
#: What systemd-analyze security may say at most, of 10.
EXPOSURE_MAX = 1.2


def fetched_validator(path):
    """What ops/fetch-validators.sh fetched, or the test is skipped."""
    if WHY_NO_VALIDATORS or not (VALIDATORS / path).exists():
        raise unittest.SkipTest(WHY_NO_VALIDATORS or f"{path} was not fetched: npm is missing")
    return VALIDATORS / path


def run(*command, **more):
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, **more)


class UnitTest(unittest.TestCase):
    services = [OPS / "package" / name for name in ("ordergate.service", "ordergate-fetch.service")]

    def test_systemd_can_read_them(self):
        with tempfile.TemporaryDirectory() as folder:
            for unit in (*self.services, OPS / "package/ordergate-fetch.timer"):
                copy = pathlib.Path(folder, unit.name)
                copy.write_text(unit.read_text().replace("/usr/bin/ordergate", BINARY)
                                .replace("Documentation=man:ordergate(1)", "Documentation="))
            for copy in sorted(pathlib.Path(folder).iterdir()):
                done = run("systemd-analyze", "verify", "--recursive-errors=no", copy)
                self.assertEqual((done.returncode, done.stderr.strip()), (0, ""), copy.name)

    def test_exposure_is_as_low_as_stated(self):
        for unit in self.services:
            done = run("systemd-analyze", "security", "--offline=true", unit)
            level = float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout).group(1))
            self.assertLessEqual(level, EXPOSURE_MAX, unit.name)
        self.assertIn(f"{EXPOSURE_MAX}", (ROOT / "docs" / "install.md").read_text())


class SettingsTest(unittest.TestCase):
    def test_every_settings_file_is_good(self):
        files = [OPS / "package/ordergate.toml", OPS / "container/ordergate.toml", OPS / "kubernetes/ordergate.toml",
                 ROOT / "examples/ordergate.toml"]
        for path in files:
            done = run(BINARY, "check-config", path)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_shipped_daemon_has_a_folder_of_its_own_to_keep_its_state_in(self):
        mounts = {"package": (OPS / "package/postinst").read_text(),
                  "container": (OPS / "container/compose.yaml").read_text(),
                  "kubernetes": (OPS / "kubernetes/workload.yaml").read_text()}
        for name, mounted in mounts.items():
            with open(OPS / name / "ordergate.toml", "rb") as file:
                folder = tomllib.load(file)["daemon"]["state_dir"]
            self.assertRegex(mounted, rf"{folder}\b", name)


class ComposeTest(unittest.TestCase):
    def test_it_is_valid_by_the_compose_schema_and_names_files_that_exist(self):
        path = OPS / "container" / "compose.yaml"
        done = run(fetched_validator("python/bin/python"), "-m", "check_jsonschema", "--builtin-schema",
                   "vendor.compose-spec", path)
        self.assertEqual(done.returncode, 0, done.stdout)
        compose = yaml.safe_load(path.read_text())
        for service in compose["services"].values():
            for volume in service.get("volumes", []):
                name = volume.split(":")[0]
                self.assertTrue(name in compose["volumes"] or (path.parent / name).exists(), volume)

    def test_the_prometheus_of_the_compose_file_is_good(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in (OPS / "container/prometheus.yml", OPS / "prometheus/rules.yml", OPS / "prometheus/alerts.yml"):
                shutil.copy(path, folder)
            done = run("promtool", "check", "config", pathlib.Path(folder, "prometheus.yml"))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class KubernetesTest(unittest.TestCase):
    def test_core_resources_are_valid_by_the_strict_schema(self):
        for name in ("workload.yaml", "fetch.yaml", "network.yaml"):
            done = run(fetched_validator("python/bin/python"), "-m", "kubernetes_validate", "-k", KUBERNETES, "--strict",
                       OPS / "kubernetes" / name)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_fetches_lists_writes_where_the_pods_read(self):
        with open(OPS / "kubernetes/ordergate.toml", "rb") as file:
            store = tomllib.load(file)["lists"]["store"]
        pods = next(yaml.safe_load_all((OPS / "kubernetes/workload.yaml").read_text()))["spec"]["template"]["spec"]
        job = yaml.safe_load((OPS / "kubernetes/fetch.yaml").read_text())["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        claims = {volume["name"]: volume.get("persistentVolumeClaim", {}).get("claimName") for volume in pods["volumes"]}
        for spec in (pods, job):
            mount = next(each for each in spec["containers"][0]["volumeMounts"] if each["mountPath"] == store)
            volume = next(each for each in spec["volumes"] if each["name"] == mount["name"])
            self.assertEqual(volume["persistentVolumeClaim"]["claimName"], claims["lists"])
            self.assertEqual(spec["securityContext"]["runAsUser"], pods["securityContext"]["runAsUser"])
        self.assertEqual(job["containers"][0]["image"], pods["containers"][0]["image"])

    def test_the_kustomization_names_files_that_exist_and_every_file_is_named(self):
        folder = OPS / "kubernetes"
        content = yaml.safe_load((folder / "kustomization.yaml").read_text())
        named = content["resources"] + content["configMapGenerator"][0]["files"]
        self.assertEqual(sorted(named + ["README.md", "kustomization.yaml"]), sorted(p.name for p in folder.iterdir()))

    def test_names_fit_together(self):
        documents = {each["kind"]: each for each in yaml.safe_load_all((OPS / "kubernetes/workload.yaml").read_text())}
        labels = documents["Deployment"]["spec"]["template"]["metadata"]["labels"]
        for kind in ("Deployment", "PodDisruptionBudget"):
            self.assertEqual(documents[kind]["spec"]["selector"]["matchLabels"], labels)
        self.assertEqual(documents["Service"]["spec"]["selector"], labels)
        scaled = yaml.safe_load((OPS / "kubernetes/autoscale.yaml").read_text())["spec"]
        self.assertEqual(scaled["scaleTargetRef"]["name"], documents["Deployment"]["metadata"]["name"])
        for container in documents["Deployment"]["spec"]["template"]["spec"]["containers"]:
            self.assertFalse(container["securityContext"]["allowPrivilegeEscalation"])
            self.assertIn("limits", container["resources"])


class AsyncApiTest(unittest.TestCase):
    path = ROOT / "docs" / "asyncapi.yaml"

    def test_it_is_valid_by_the_schema_of_asyncapi_3(self):
        schema = json.loads(fetched_validator("package/schemas/3.0.0.json").read_text())
        document = yaml.safe_load(self.path.read_text())
        validator = jsonschema.Draft7Validator(schema)
        errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(document)]
        self.assertEqual(errors, [])

    def test_references_lead_somewhere_and_topics_are_the_defaults(self):
        document = yaml.safe_load(self.path.read_text())
        for reference in re.findall(r"\$ref: '?([^\s']+)", self.path.read_text()):
            if not reference.startswith("#/"):
                self.assertTrue((self.path.parent / reference).exists(), reference)
                continue
            at = document
            for part in reference[2:].split("/"):
                at = at[part]
        printed = run(BINARY, "check-config", "--print", ROOT / "examples/ordergate.toml").stdout
        for channel in ("orders", "verdicts", "deadLetters"):
            self.assertIn(f'"{document["channels"][channel]["address"]}"', printed)


def main():
    global BINARY, VALIDATORS, WHY_NO_VALIDATORS
    BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    fetched = run(OPS / "fetch-validators.sh")
    if fetched.returncode == 0:
        VALIDATORS = pathlib.Path(fetched.stdout.strip().splitlines()[-1])
    else:
        WHY_NO_VALIDATORS = (fetched.stderr.strip().splitlines() or ["validators are missing"])[-1]
    return unittest.main()


if __name__ == "__main__":
    sys.exit(main())
