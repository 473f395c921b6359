"""Every link of the built site leads somewhere, and nothing is loaded from another host."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "link": "href",
}
NOT_LOADED = {"canonical", "next", "prev", "search", "index", "author"}


def links(page):
    return [tag["href"] for tag in page.find_all(["a", "link"], href=True)] + [
        tag[attribute] for attribute in ("src", "action") for tag in page.find_all(attrs={attribute: True})
    ]


def target(page_name, address):
    """Return the file that ``address`` on the page ``page_name`` leads to."""
    path = unquote(urlsplit(address).path)
    if path.startswith("/"):
        return path.lstrip("/")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page_name), path)) if path else page_name
    return found if not path.endswith("/") else posixpath.join(found, "index.html")


def internal_links(name, page):
    for address in links(page):
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc:
            yield address, target(name, address) or "index.html", unquote(parts.fragment)


def test_every_link_inside_the_site_leads_to_a_file(site, pages):
    broken = [
        f"{name}: {address}"
        for name, page in pages.items()
        if name != "404.html"  # its addresses start at the site's place on its host
        for address, file, _ in internal_links(name, page)
        if not (site / file).is_file()
    ]
    assert broken == []
    assert sum(1 for name, page in pages.items() for _ in internal_links(name, page)) > 100


def test_every_anchor_exists(pages):
    marks = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    broken = [
        f"{name}: {address}"
        for name, page in pages.items()
        for address, file, fragment in internal_links(name, page)
        if fragment and file in marks and fragment not in marks[file]
        if not fragment.startswith("derivation=")  # what the form is to open, see test_live_checker
    ]
    assert broken == []


def test_no_identifier_is_used_twice_on_a_page(pages):
    for name, page in pages.items():
        identifiers = [tag["id"] for tag in page.find_all(id=True)]
        assert sorted({one for one in identifiers if identifiers.count(one) > 1}) == [], name


def test_nothing_is_loaded_from_another_host(pages):
    outside = [
        f"{name}: {tag[attribute]}"
        for name, page in pages.items()
        for element, attribute in LOADING.items()
        for tag in page.find_all(element, attrs={attribute: True})
        if not NOT_LOADED.intersection(tag.get("rel", []))
        if re.match(r"(https?:)?//", tag[attribute])
    ]
    assert outside == []


def test_no_style_sheet_loads_from_another_host(site):
    sheets = sorted(site.rglob("*.css"))
    assert len(sheets) >= 3
    addresses = [
        f"{sheet.relative_to(site)}: {address}"
        for sheet in sheets
        for address in re.findall(
            r"(?:url\(|@import\s+)['\"]?(?:https?:)?(//[^'\")\s]+)", sheet.read_text(encoding="utf-8")
        )
    ]
    assert addresses == []


def test_every_file_that_a_style_sheet_names_is_there(site):
    missing = [
        f"{sheet.relative_to(site)}: {address}"
        for sheet in sorted(site.rglob("*.css"))
        for address in re.findall(r"url\(['\"]?([^'\")]+)['\"]?\)", sheet.read_text(encoding="utf-8"))
        if not address.startswith(("data:", "#"))
        if not address.endswith((".ttf", ".woff"))  # older formats, for browsers that cannot read WOFF2
        if not (sheet.parent / urlsplit(address).path).resolve().is_file()
    ]
    assert missing == []


def test_every_notebook_can_be_downloaded(site, chapters):
    for name, page in chapters.items():
        source = name.removesuffix(".html") + ".ipynb"
        buttons = [tag["href"] for tag in page.find_all("a", download=True)]
        expected = [f"{'../' * name.count('/')}_sources/{source}"] if (site / "_sources" / source).is_file() else []
        assert buttons == expected, name
    assert len(list((site / "_sources" / "chapters").glob("*.ipynb"))) >= 4
