import licences


def test_every_triple_of_a_nested_table_of_contents_is_found():
    listing = ("name", [("a.so", "/usr/lib/a.so", "BINARY")], True, [[("b", "/b", "DATA")]])
    assert licences._entries(listing) == [("a.so", "/usr/lib/a.so", "BINARY"), ("b", "/b", "DATA")]


def test_every_package_that_is_handed_out_has_a_licence_text():
    texts = licences._package_licences()
    assert len(texts) > 12
    assert not [name for name, text in texts.items() if text.startswith("Licentie: None")]
    assert not any(name.startswith("setuptools") for name in texts)
