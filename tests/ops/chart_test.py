"""The Helm chart: linted and rendered by helm itself, the twin of the kustomization, and no value that nothing reads.

usage: chart_test.py. Exit 77 when helm cannot be had (ops/fetch-helm.sh: on the PATH, or built from its Go module).
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART, KUSTOMIZATION = ROOT / "ops/helm/ordergate", ROOT / "ops/kubernetes"
HELM = ""


def helm(*arguments):
    return subprocess.run([HELM, *[str(each) for each in arguments]], capture_output=True, text=True, check=False)


def rendered(*arguments) -> dict:
    """Objects by kind and name."""
    done = helm("template", "ordergate", CHART, "--kube-version", "1.30", *arguments)
    assert done.returncode == 0, done.stderr
    return {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(done.stdout) if each}


def kustomized() -> dict:
    """What the kustomization makes, names of generated objects without their hash."""
    made = yaml.safe_load((KUSTOMIZATION / "kustomization.yaml").read_text())
    objects = [each for name in made["resources"] for each in yaml.safe_load_all((KUSTOMIZATION / name).read_text())]
    objects += [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": each["name"]},
                 "data": {name: (KUSTOMIZATION / name).read_text() for name in each["files"]}}
                for each in made["configMapGenerator"]]
    return {(each["kind"], each["metadata"]["name"]): each for each in objects}


class ChartTest(unittest.TestCase):
    def test_it_is_linted_without_a_word(self):
        done = helm("lint", "--strict", CHART)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("[WARNING]", done.stdout)

    def test_as_shipped_it_is_the_twin_of_the_kustomization(self):
        chart, twin = rendered(), kustomized()
        deployment = chart[("Deployment", "ordergate")]["spec"]
        # What differs on purpose: KEDA owns the number of pods, and settings roll them by a sum, not by a name.
        settings = chart[("ConfigMap", "ordergate")]["data"]["ordergate.toml"]
        self.assertEqual(deployment["template"]["metadata"].pop("annotations"),
                         {"checksum/settings": hashlib.sha256(settings.encode()).hexdigest()})
        self.assertNotIn("replicas", deployment)
        twin[("Deployment", "ordergate")]["spec"].pop("replicas")
        self.assertEqual(deployment["template"]["spec"]["containers"][0].pop("imagePullPolicy"), "IfNotPresent")
        self.assertEqual(sorted(chart), sorted(twin))
        for key, each in twin.items():
            self.assertEqual(chart[key], each, key)

    def test_every_value_changes_what_is_rendered_and_none_is_unknown(self):
        plain = rendered()
        for change in ("image.repository=other", "image.tag=x", "image.digest=sha256:" + "0" * 64, "image.pullPolicy=Always",
                       "resources.limits.cpu=2", "settings=x", "lists.claim=x", "state.claim=x", "reload.enabled=false",
                       "reload.image=x", "reload.everySeconds=5", "autoscale.enabled=false", "autoscale.minReplicas=1",
                       "autoscale.maxReplicas=9", "autoscale.bootstrapServers=x", "autoscale.consumerGroup=x", "autoscale.topic=x",
                       "fetch.enabled=false", "fetch.schedule=0 * * * *", "monitor.enabled=false", "monitor.interval=1m", "networkPolicy.enabled=false", "networkPolicy.scrapedFrom=x",
                       "env[0].name=x", "extraVolumes[0].name=x", "extraVolumeMounts[0].name=x"):
            self.assertNotEqual(rendered("--set", change), plain, change)
        self.assertNotEqual(rendered("--set-string", "autoscale.lagThreshold=7"), plain)
        self.assertEqual(rendered("--set", "autoscale.enabled=false,replicas=7")[("Deployment", "ordergate")]["spec"]["replicas"], 7)
        for wrong in ("imag.tag=x", "replicas=0", "replicas=two", "image.digest=abc", "monitor.interval=soon", "reload.enable=true"):
            self.assertNotEqual(helm("template", "ordergate", CHART, "--kube-version", "1.30", "--set", wrong).returncode, 0, wrong)

    def test_the_schema_knows_every_value_and_nothing_else(self):
        schema, values = json.loads((CHART / "values.schema.json").read_text()), yaml.safe_load((CHART / "values.yaml").read_text())

        def names(of, prefix=""):
            return {prefix + key for key in of} | {name for key, each in of.items() if isinstance(each, dict) and key != "resources"
                                                   for name in names(each.get("properties", {}), f"{prefix}{key}.")}

        def keys(of, prefix=""):
            return {prefix + key for key in of} | {name for key, each in of.items() if isinstance(each, dict) and key != "resources"
                                                   for name in keys(each, f"{prefix}{key}.")}
        self.assertEqual(names(schema["properties"]) - {"global"}, keys(values))


if __name__ == "__main__":
    fetched = subprocess.run([str(ROOT / "ops/fetch-helm.sh")], capture_output=True, text=True, check=False)
    if fetched.returncode != 0:
        print(f"skipped: {(fetched.stderr.strip().splitlines() or ['no helm'])[-1]}", file=sys.stderr)
        sys.exit(77)
    HELM = fetched.stdout.strip().splitlines()[-1]
    unittest.main()
