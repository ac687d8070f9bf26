# SPDX-License-Identifier: MIT
"""Microsoft's device SDK in the site's client namespace, as a judge of what gets through (iot_client.js)."""
import json
import shutil

from lab import HERE, HUB_NAME

PATHS = {"AmqpWs": "iot_hub/amqp_ws/", "MqttWs": "iot_hub/mqtt_ws/", "Amqp": "iot_hub/amqp/", "Mqtt": "iot_hub/mqtt/"}


def verdicts(site, questions, seconds=10):
    """The verdicts on (protocol, proxy's URL or "none", file with the trusted roots), asked all at once and by one
    process, because the SDK takes half a second of a processor to load: {"reached", "how", "error", "connect"} each."""
    asked = site.folder / "questions"
    asked.write_text("".join(json.dumps([protocol, HUB_NAME, proxy, str(trust), seconds]) + "\n" for protocol, proxy, trust in questions))
    done = site.check(HERE / "iot_client.js", asked, tool=shutil.which("node"), timeout=seconds + 60)
    given = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(given) != len(questions):
        raise RuntimeError("iot_client.js: exit %d, %d verdicts of %d\n%s"
                           % (done.returncode, len(given), len(questions), done.stderr[-2000:]))
    return given
