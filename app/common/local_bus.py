"""D-Bus on this machine only: an address may also lead over the network, or start a program."""

from collections.abc import MutableMapping

_VARIABLES = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS")
_NO_BUS = "unix:path=/dev/null"
"""An empty address would make libraries look for a bus themselves."""


def local_bus(address: str) -> str:
    """Return the part of a bus address that is a socket on this machine, empty when there is none."""
    return ";".join(part for part in address.split(";") if part.startswith("unix:"))


def forget_other_buses(environment: MutableMapping[str, str]) -> None:
    """Leave only local buses in the environment, for Qt and everything else that looks there."""
    for name in _VARIABLES:
        if environment.get(name):
            environment[name] = local_bus(environment[name]) or _NO_BUS
