"""The families of expected failures; anything else that is raised is a bug of ours."""


class AppError(Exception):
    """A failure the user can be told about: a stable code and the facts its Dutch sentence needs.

    `code` is lower_snake_case and has one sentence in `app/error_texts.py`. `details` hold numbers, versions and
    times only: never a name, a path or what somebody typed, because they may reach a log. The one exception is
    `consent_missing`, whose sentence has to say whose answer is missing; our own log writes codes only.
    """

    def __init__(self, code: str, **details: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class InputError(AppError):
    """The user can correct it: not a video, end before start, an unknown id."""


class PassphraseError(AppError):
    """The passphrase or recovery code does not fit."""


class DamagedError(AppError):
    """Something in the vault fails its authentication, is cut off or is missing."""


class VersionError(AppError):
    """Made by a newer version, or with a feature this version does not know."""


class RefusedError(AppError):
    """A file from outside, or a wish, breaks a safety rule."""


class SystemProblem(AppError):  # noqa: N818 - a problem of the machine, named as such towards the user
    """Disk full, no permission, libVLC missing, vault open elsewhere."""


class CancelledError(AppError):
    """The user stopped it. Not an error; never shown as one."""

    def __init__(self) -> None:
        super().__init__("cancelled")
