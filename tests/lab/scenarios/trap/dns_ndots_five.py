# SPDX-License-Identifier: MIT
"""The device tries its search domains first, as in a Kubernetes pod; they know no such name."""
from injections import DNS, resolvers

INJECT = resolvers(DNS, options="search iot.svc.cluster.local svc.cluster.local corp.example\noptions ndots:5\n")
CAUSE = None
