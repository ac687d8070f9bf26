# SPDX-License-Identifier: MIT
"""The device has two default routes; the preferred router works, the other is gone."""
from injections_device import NOBODY
from injections_direct import second_default

INJECT = second_default(NOBODY, metric=900)
CAUSE = None
