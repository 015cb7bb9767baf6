from tests.support.source_tree import imported_modules, place, python_files

NETWORK = {
    "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets",
    "PySide6.QtHttpServer", "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "xml.sax", "xmlrpc",
}  # fmt: skip


def _is_network(module):
    return any(module == name or module.startswith(f"{name}.") for name in NETWORK)


def test_the_program_imports_nothing_that_reaches_a_network():
    found = [f"{place(file, node)} {module}" for file in python_files("app") for module, node in imported_modules(file) if _is_network(module)]
    assert not found


def test_the_check_itself_knows_a_part_of_a_network_module():
    assert _is_network("http.client")
    assert not _is_network("httpx_like")
    assert not _is_network("urllib.parse")
