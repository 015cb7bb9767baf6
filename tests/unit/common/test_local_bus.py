from app.common.local_bus import forget_other_buses


def test_only_local_buses_stay_in_the_environment():
    environment = {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus,guid=1;tcp:host=10.0.0.1,port=9",
        "DBUS_SYSTEM_BUS_ADDRESS": "tcp:host=10.0.0.1,port=9",
        "AT_SPI_BUS_ADDRESS": "",
        "HOME": "tcp:thuis",
    }
    forget_other_buses(environment)
    assert environment == {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus,guid=1",
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/dev/null",
        "AT_SPI_BUS_ADDRESS": "",
        "HOME": "tcp:thuis",
    }
