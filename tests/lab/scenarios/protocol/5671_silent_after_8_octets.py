# SPDX-License-Identifier: MIT
"""A box before the hub lets eight octets of AMQP's answers through and no more."""
from injections import ALL
from injections_reading import front

FAULTS = ("E05",)
INJECT = front("=tls:good:after-8", ports=(5671,))
CAUSE = "amqp.no_answer"
ACCEPT = ("net.cut_after_data",)  # after so many octets
WORKS = {"direct": ALL - {"amqp"}}
