"""Windows: who may do what with our process, and where libraries are looked for.

After KeePassXC's `Bootstrap.cpp`: a new access list on the process that leaves the user what is needed to see and end it, and takes
away reading and writing its memory and making handles of it. From Microsoft's documentation of SetSecurityInfo,
ConvertStringSecurityDescriptorToSecurityDescriptorW and SetDefaultDllDirectories; not yet run there.
"""

import ctypes
import sys

_SEE_END_AND_WAIT = 0x00101001
"""PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE and SYNCHRONIZE."""
_EVERYTHING = 0x001FFFFF
_KERNEL_OBJECT = 6
_ACCESS_LIST = 0x00000004
_PROTECTED = 0x80000000
_REVISION = 1
_LIBRARIES_FROM = 0x00000200 | 0x00000400 | 0x00000800
"""Our own folder, folders added in so many words, and the system's."""


def access_list(user: str) -> str:
    """Return the list in Microsoft's notation: the user may see, wait for and end us, the system may do everything."""
    return f"D:P(A;;0x{_SEE_END_AND_WAIT:x};;;{user})(A;;0x{_EVERYTHING:x};;;SY)"


def guard_windows_process() -> None:
    """Do what can be done; what the system refuses is left out, because the program must start."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.SetDllDirectoryW("")
        kernel.SetDefaultDllDirectories(_LIBRARIES_FROM)
        _set_access_list(kernel, ctypes.WinDLL("advapi32", use_last_error=True))


def _set_access_list(kernel: ctypes.CDLL, advapi: ctypes.CDLL) -> None:
    descriptor, is_present, entries, is_default = ctypes.c_void_p(), ctypes.c_int(), ctypes.c_void_p(), ctypes.c_int()
    # OW is the owner of the object: the user who started us.
    text = ctypes.c_wchar_p(access_list("OW"))
    if not advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(text, _REVISION, ctypes.byref(descriptor), None):
        return
    advapi.GetSecurityDescriptorDacl(descriptor, ctypes.byref(is_present), ctypes.byref(entries), ctypes.byref(is_default))
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    own_process = ctypes.c_void_p(kernel.GetCurrentProcess())
    advapi.SetSecurityInfo(own_process, _KERNEL_OBJECT, ctypes.c_uint32(_ACCESS_LIST | _PROTECTED), None, None, entries, None)
    kernel.LocalFree(descriptor)
