"""What a reader does, in a real browser: open, filter, share, read, download, add."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pandas as pd
import pytest
from dashboard import ARTICLE, serving
from playwright.sync_api import Download, Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

import onrecord
from onrecord.query import Filters, apply
from onrecord.spreadsheet_safety import unguard_formula

PAGES = {
    "Overview": "/",
    "Read": "/read",
    "Speakers": "/speakers",
    "Compare": "/compare",
    "Themes": "/themes",
    "Codebook": "/codebook",
    "Figures": "/figures",
    "Data": "/data",
    "Checks": "/checks",
    "Articles": "/articles",
}
OF_SEVERAL = {"Search": "/search", "Timeline": "/timeline", "Outlets": "/outlets"}
TABLES = onrecord.parse(ARTICLE)
ARTICLE_ID = str(TABLES.articles["article_id"].iloc[0])
SPEAKER = "ada-quill"
RUNNING = '[data-testid="stApp"]:not([data-test-script-state="notRunning"])'
MISCHIEF = """Mischief in the <b>headline</b>

Eve <img src=x onerror="window.hacked=1"> Moth said that <script>window.hacked=1</script> privacy was lost. \
“=HYPERLINK("javascript:window.hacked=1") [x](javascript:window.hacked=1) $x^2$ :red[risk] transparency,” Moth said. \
According to <a href="https://example.org/trap">Moth</a>, 12 percent of <svg onload="window.hacked=1"> jobs are gone.
"""


def settle(page: Page) -> None:
    """Wait until the page's script has run to its end, and no other run has followed at once (``st.rerun``)."""
    page.locator(".or-brand").wait_for()
    page.wait_for_timeout(100)
    for _ in range(40):
        page.locator(RUNNING).wait_for(state="detached")
        page.wait_for_timeout(60)
        if page.locator(RUNNING).count() == 0:
            return


def downloaded(page: Page, button: Locator) -> Download:
    """What a download button gives. A click while the page is still being drawn gives nothing: it is clicked again."""
    for timeout in (5_000, 15_000):
        try:
            with page.expect_download(timeout=timeout) as coming:
                button.click()
        except Late:
            continue
        return coming.value
    pytest.fail("Two clicks gave no download.")


def go(page: Page, address: str, path: str = "/", **params: str) -> None:
    page.goto(address + path + (f"?{urlencode(params)}" if params else ""))
    settle(page)
    assert page.get_by_test_id("stException").count() == 0


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def follow(page: Page, label: str) -> None:
    """Follow a link of the navigation."""
    page.locator(".st-key-or_navigation").get_by_role("link", name=label, exact=True).click()
    page.wait_for_url(re.compile(rf"{re.escape({**PAGES, **OF_SEVERAL}[label])}(\?|$)"))
    settle(page)


def words(page: Page) -> str:
    """All that the page's main part says, but for its charts' axes, which are laid out by width.

    Read until it is the same twice: on a busy machine the last elements come after the script has ended.
    """
    said = ""
    for _ in range(20):
        before, said = said, _said(page)
        if said == before:
            break
        page.wait_for_timeout(150)
    return said


def _said(page: Page) -> str:
    said = page.get_by_test_id("stMain").evaluate(
        "node => { const copy = node.cloneNode(true); const drawn = 'svg, style, script, canvas';"
        " copy.querySelectorAll(drawn).forEach(part => part.remove()); return copy.textContent; }"
    )
    return " ".join(said.split())


def chips(page: Page) -> Locator:
    return page.locator(".st-key-or_chips")


def inside(page: Page, place: Locator) -> bool:
    box = place.bounding_box()
    size = page.viewport_size
    return bool(box and size and box["y"] >= 0 and box["y"] + min(box["height"], 20) <= size["height"])


def test_a_filter_from_the_sidebar_is_in_the_address_until_it_is_cleared(page: Page, address: str) -> None:
    go(page, address)
    field = page.get_by_test_id("stSidebar").get_by_label("Speaker", exact=True)
    field.click()
    page.get_by_role("option", name="Ada Quill").click()
    page.wait_for_url(re.compile("speaker="))
    page.keyboard.press("Escape")  # an open list hides the rest of the page from assistive technology
    settle(page)
    assert asked(page) == {"speaker": [SPEAKER]}
    chosen = page.get_by_test_id("stSidebar").locator(".st-key-or_speaker")
    for label in ("Read", "Speakers", "Checks", "Overview"):
        follow(page, label)
        assert asked(page) == {"speaker": [SPEAKER]}, label
        expect(chips(page)).to_contain_text("Speaker: Ada Quill")
        expect(chosen).to_contain_text("Ada Quill")
    chips(page).get_by_role("button", name="Ada Quill").click()
    expect(chips(page)).to_have_count(0)
    assert asked(page) == {}
    page.go_back()
    expect(chips(page)).to_contain_text("Speaker: Ada Quill")
    page.go_forward()
    expect(chips(page)).to_have_count(0)


def test_a_cell_of_the_heatmap_filters_and_clears(page: Page, address: str) -> None:
    assert not TABLES.theme_mentions.empty, "the built-in codebook finds themes in the test's article"
    go(page, address)

    def click_cell() -> None:
        cell = page.locator(".js-plotly-plot .barlayer .bartext").first
        cell.wait_for()
        cell.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        box = cell.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2)
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    click_cell()
    page.wait_for_url(re.compile("theme="))
    settle(page)
    assert set(asked(page)) == {"theme", "speaker"}
    expect(chips(page)).to_contain_text("Theme:")
    expect(chips(page)).to_contain_text("Speaker:")
    click_cell()
    expect(chips(page)).to_have_count(0)
    assert asked(page) == {}


def test_a_copied_address_opens_the_same_view(page: Page, new_page: Callable[[], Page], address: str) -> None:
    first, second = page, new_page()
    go(first, address, speaker=SPEAKER, kind="direct")
    for label in ("Read", "Themes", "Data"):
        follow(first, label)
        assert asked(first) == {"speaker": [SPEAKER], "kind": ["direct"]}, label
        if label == "Read":
            first.get_by_text("Mark themes").click()
            first.wait_for_url(re.compile("mark_themes=1"))
        if label == "Data":
            first.get_by_role("radio", name=re.compile("Sentences")).click()
            first.wait_for_url(re.compile("table=sentences"))
        settle(first)
        second.goto(first.url)  # a new session each time, in a browser that never saw the first
        settle(second)
        expect(chips(second)).to_contain_text("Speaker: Ada Quill")
        expect(chips(second)).to_contain_text("Kind: direct")
        for _ in range(50):
            if words(second) == words(first):
                break
            second.wait_for_timeout(100)  # some widgets' code comes after the page
        assert words(second) == words(first), label
        assert second.url == first.url


def test_a_deep_link_is_the_first_thing_a_new_server_serves(page: Page, article: Path) -> None:
    with serving(article) as restarted:
        go(page, restarted, "/data", speaker=SPEAKER, table="mentions")
        expect(chips(page)).to_contain_text("Speaker: Ada Quill")
        expect(page.get_by_role("heading", name="The columns of mentions")).to_be_visible()
        theirs = TABLES.mentions["speaker_id"] == SPEAKER
        expect(page.locator(".or-lead").first).to_contain_text(f"{theirs.sum()} of {len(theirs)} rows")


def test_a_download_holds_exactly_the_rows_shown(page: Page, address: str) -> None:
    go(page, address, "/data", kind="direct")
    coming = downloaded(page, page.get_by_role("button", name="CSV", exact=True))
    path = coming.path()
    shown = apply(TABLES, Filters(kind=("direct",))).statements
    assert 0 < len(shown) < len(TABLES.statements)
    assert coming.suggested_filename.endswith(f"statements-{len(shown)}-of-{len(TABLES.statements)}.csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == list(shown.columns)
    assert [unguard_formula(row["text"]) for row in rows] == shown["text"].tolist()
    assert [row["statement_id"] for row in rows] == [str(number) for number in shown["statement_id"]]
    assert any(row["text"].startswith("'-5") for row in rows), "a text that starts with a sign is guarded"


def test_a_statement_leads_to_its_sentence(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 420})
    theirs = TABLES.statements[TABLES.statements["speaker_id"] == "cleo-marsh"]
    row = theirs.iloc[-1]
    sentence = TABLES.sentences[TABLES.sentences["sentence_id"] == row["sentence_id"]]["text"].iloc[0]
    go(page, address, "/speakers", speaker="cleo-marsh")
    page.get_by_role("link", name="Read it in the article").last.click()
    page.wait_for_url(re.compile("/read"))
    settle(page)
    assert asked(page)["statement"] == [f"{ARTICLE_ID}:{row['statement_id']}"]
    page.locator("#or-here").wait_for()
    page.wait_for_timeout(500)
    assert "".join(page.locator("span.or-here").all_text_contents()) == sentence
    assert inside(page, page.locator("#or-here"))
    colour = page.locator("#or-here").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour != page.locator(".or-body p span").first.evaluate("node => getComputedStyle(node).backgroundColor")


def paste(page: Page, text: str) -> None:
    page.get_by_label("Text of the article").fill(text)
    page.get_by_role("button", name="Add the article", exact=True).click()


def test_a_pasted_article_stands_beside_the_first(page: Page, new_page: Callable[[], Page], address: str) -> None:
    stranger = new_page()
    go(page, address, "/articles")
    paste(page, "   ")
    expect(page.get_by_test_id("stAlert")).to_contain_text("There is no text yet")
    page.get_by_label("Address").fill("not an address")
    paste(page, "Ferry returns\n\n“The boats are ready,” said Otto Brandl, the director of the line.")
    expect(page.get_by_test_id("stAlert")).to_contain_text("must start with http")
    expect(page.get_by_label("Text of the article")).to_have_value(re.compile("Otto Brandl"))
    page.get_by_label("Address").fill("")
    page.get_by_role("button", name="Add the article", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("Added “Ferry returns”: 1 statement found.")
    expect(page.get_by_label("Text of the article")).to_have_value("")
    settle(page)  # with a second article come more links
    follow(page, "Speakers")
    expect(page.get_by_test_id("stSidebar").get_by_label("Article", exact=True)).to_be_visible()
    follow(page, "Read")
    expect(page.locator(".or-article h1")).to_have_text("Ports weigh rules for robot pilots")
    follow(page, "Articles")
    page.get_by_role("link", name="Read it").last.click()
    expect(page.locator(".or-article h1")).to_have_text("Ferry returns")
    assert "article" in asked(page)
    link = page.url
    stranger.goto(link)
    settle(stranger)
    expect(stranger.locator(".or-article h1")).to_have_text("Ports weigh rules for robot pilots")
    assert "Otto Brandl" not in words(stranger), "an added article is private to its session"
    follow(page, "Articles")
    page.get_by_test_id("stMain").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("1 article in this session")).to_be_visible()
    assert asked(page) == {}


def test_files_are_added_and_a_bad_one_is_named(page: Page, address: str) -> None:
    go(page, address, "/articles")
    page.get_by_role("tab", name="Upload files").click()
    good = "Tram line opens\n\nUma Reed, the mayor, said that the tram would run on Sunday.".encode("utf-16")
    page.locator('input[type="file"]').set_input_files(
        [
            {"name": "tram.txt", "mimeType": "text/plain", "buffer": good},
            {"name": "[empty](x).md", "mimeType": "text/markdown", "buffer": b" "},
        ]
    )
    expect(page.get_by_text("[empty](x).md: It is empty")).to_be_visible()
    expect(page.locator(".st-key-or_preview")).to_contain_text("Uma Reed, the mayor, said")
    page.get_by_role("button", name="Add 1 article", exact=True).click()
    expect(page.get_by_text("Added “Tram line opens”")).to_be_visible()


def test_markup_in_an_article_is_shown_and_does_nothing(page: Page, address: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    go(page, address, "/articles")
    paste(page, MISCHIEF)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("holds HTML markup")
    expect(page.get_by_test_id("stAlert").last).to_contain_text("Added")
    # Those that show most of an article's words; benchmarks/hostile.py goes through all of them.
    for label in ("Overview", "Speakers", "Themes", "Figures", "Search", "Data", "Checks", "Articles"):
        follow(page, label)
        assert page.evaluate("window.hacked") is None, label
        targets = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href') || '')")
        assert not [target for target in targets if "javascript" in target or "example.org" in target], label
        assert page.locator(".stMain .katex, .or-article img, .or-article svg, .or-article script").count() == 0, label
    page.get_by_role("link", name="Read it").last.click()
    expect(page.locator(".or-article")).to_contain_text("<script>window.hacked=1</script>")
    expect(page.locator(".or-article")).to_contain_text("[x](javascript:window.hacked=1) $x^2$ :red[risk]")
    for _ in range(page.locator(".or-tick").count()):
        page.get_by_role("button", name="Next statement").click()
        expect(page.locator(".or-bar dd").first).to_contain_text("statement")
    assert page.evaluate("window.hacked") is None
    drawn = page.locator(".or-article, .or-bar, .or-map").locator("img, svg, script, a")
    assert drawn.count() == 0
    assert dialogs == []


def test_figures_narrow_down_by_kind_and_direction_and_a_link_keeps_it(page: Page, address: str) -> None:
    go(page, address, "/figures")
    page.get_by_role("button", name="Percentages (1)").click()
    expect(page.locator(".or-lead").first).to_contain_text("1 figure")
    settle(page)
    assert asked(page) == {"dimension": ["percent"]}
    narrowed = words(page)
    assert "35 percent" in narrowed
    page.goto(page.url)
    settle(page)
    assert words(page) == narrowed
    page.get_by_role("button", name="Percentages (1)").click()
    expect(page.locator(".or-lead").first).to_contain_text("3 figures")
    settle(page)
    assert asked(page) == {}


def test_a_reporter_takes_a_quotation_with_its_source_in_three_clicks(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(page, address)
    follow(page, "Read")
    page.locator(".or-article").get_by_text("Transparency is the key to trust").click()
    page.get_by_role("button", name="Copy as citation").click()
    expect(page.locator(".or-bar-told")).to_have_text("Citation copied")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("Ada Quill (director, Harbour Trust): “Transparency is the key to trust” [direct quotation")
    assert "“Ports weigh rules for robot pilots”" in cited
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.locator(".or-bar-told")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    settle(page)
    expect(page.locator(".or-bar-about b")).to_have_text("Ada Quill")
    assert inside(page, page.locator(".or-article .or-current").first)


def test_the_article_is_read_by_keys_alone(page: Page, address: str) -> None:
    go(page, address, "/read")
    place = page.locator(".or-bar-place")
    expect(place).to_have_text(re.compile(r"^\d+ statements$"))  # the bar draws itself after the page's run
    count = page.locator(".or-tick").count()
    expect(place).to_have_text(f"{count} statements")
    page.keyboard.press("j")
    expect(place).to_have_text(f"1 of {count}")
    page.keyboard.press("s")
    expect(page.locator(".or-bar-about b")).to_have_text("Ada Quill")
    expect(place).to_have_text(f"2 of {count}")
    page.keyboard.press("k")
    expect(place).to_have_text(f"1 of {count}")
    assert page.evaluate("document.activeElement.matches('.or-article [data-or-said]')")
    page.get_by_label("Jump to a speaker").select_option(label="Cleo Marsh (2)")
    expect(page.locator(".or-bar-about b")).to_have_text("Cleo Marsh")
    page.locator(".or-bar-keys input").uncheck()
    page.locator(".or-article h1").click()
    before = place.text_content()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert place.text_content() == before


def test_the_bar_leads_to_what_can_be_corrected_of_the_chosen_statement(page: Page, address: str) -> None:
    go(page, address, "/read")
    page.locator(".or-article").get_by_text("Transparency is the key to trust").click()
    page.get_by_role("button", name="Correct", exact=True).click()
    refuse = page.locator(".st-key-or_decide").get_by_role("button", name="Not “Transparency")
    expect(refuse).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Previous statement").click()
    expect(refuse).to_be_hidden()  # what is open follows the bar
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".st-key-or_decide")).to_be_hidden()


def test_the_address_follows_the_chosen_statement_and_switches_keep_both(page: Page, address: str) -> None:
    go(page, address, "/read")
    said = page.locator(".or-article [data-or-said]")
    said.nth(1).click()
    page.wait_for_url(re.compile(rf"statement={ARTICLE_ID}(%3A|:)1$"))
    settle(page)
    page.get_by_text("Mark themes", exact=True).click()
    page.wait_for_url(re.compile("mark_themes=1"))
    settle(page)
    for _ in range(2):
        page.get_by_role("button", name="Next statement").click()
    page.wait_for_url(re.compile(rf"statement={ARTICLE_ID}(%3A|:)3\b"))
    settle(page)
    page.get_by_text("Mark figures", exact=True).click()
    page.wait_for_url(re.compile("mark_figures=1"))
    settle(page)
    assert asked(page) == {"statement": [f"{ARTICLE_ID}:3"], "mark_themes": ["1"], "mark_figures": ["1"]}
    expect(page.locator(".or-bar-place")).to_contain_text("4 of")
    assert page.locator(".or-article .or-current").first.get_attribute("data-or-said") == "3"
    page.reload()
    settle(page)
    expect(page.locator(".or-bar-place")).to_contain_text("4 of")


def test_a_wrong_speaker_is_put_right_where_it_is_read(page: Page, address: str) -> None:
    go(page, address, "/read")
    page.locator(".or-article").get_by_text("thousands of jobs would be lost").click()
    colour = page.locator(".or-tick").last.evaluate("node => getComputedStyle(node).backgroundColor")
    page.get_by_role("button", name="Correct", exact=True).click()
    form = page.locator(".st-key-or_correcting")
    who = form.get_by_role("combobox", name="Who says it")
    who.fill("Uma <b>Reed</b>")
    who.press("Enter")
    form.get_by_label("Why (optional)").fill("The caption says so")
    form.get_by_role("button", name="Save the change").click()
    expect(form).to_contain_text("Who says it: Uma <b>Reed</b>, in place of Bo Ferris.")
    expect(page.locator(".or-bar-about b")).to_have_text("Uma <b>Reed</b>")
    expect(page.locator(".or-bar-about")).to_contain_text("100 percent, corrected by a person")
    assert page.locator(".or-tick").last.evaluate("node => getComputedStyle(node).backgroundColor") == colour
    follow(page, "Checks")
    expect(page.get_by_text("People looked at 1 of")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download 1 row as CSV").click()
    said = pd.read_csv(coming.value.path(), encoding="utf-8-sig", keep_default_na=False)
    assert said[["table", "verdict", "why"]].to_numpy().tolist() == [["statements", "changed", "The caption says so"]]
    page.get_by_role("button", name="Take back", exact=True).click()
    expect(page.get_by_text("no longer in force")).to_be_visible()
    follow(page, "Speakers")
    expect(page.locator(".or-name")).to_be_visible()
    assert "Reed" not in words(page)


def test_two_speakers_are_compared_and_taken_away_in_six_clicks(page: Page, address: str) -> None:
    go(page, address)
    clicks = 0

    def click(place: Locator) -> None:
        nonlocal clicks
        place.click()
        clicks += 1

    click(page.locator(".st-key-or_navigation").get_by_role("link", name="Compare", exact=True))
    settle(page)
    click(page.get_by_role("button", name="Remove Bo Ferris"))
    settle(page)
    click(page.get_by_role("combobox", name="Compare two to four speakers"))
    click(page.get_by_role("option", name="Cleo Marsh"))
    page.wait_for_url(re.compile("with=ada-quill&with=cleo-marsh"))
    settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("Ada Quill and Cleo Marsh (meet|share)"))).to_be_visible()
    file = downloaded(page, page.get_by_role("button", name="Download the comparison as Excel"))
    clicks += 1
    assert clicks <= 6
    said = pd.read_excel(file.path(), sheet_name="statements")
    assert set(said["speaker"]) == {"Ada Quill", "Cleo Marsh"}
    assert len(said) == 4


def test_a_chart_is_saved_a_link_copied_and_a_report_taken(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(page, address, "/", speaker=SPEAKER)
    page.locator("button[data-or-copy]").click()
    expect(page.locator("button[data-or-copy]")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_text("The table behind this chart").first.click()
    drawn = downloaded(page, page.get_by_role("button", name="Save the chart as SVG").first)
    picture = drawn.path().read_text(encoding="utf-8")
    assert drawn.suggested_filename == "onrecord-speaker-by-theme.svg"
    assert "Ada Quill" in picture
    assert "Human rights" in picture
    image = downloaded(page, page.get_by_role("button", name="Save the chart as PNG").first)
    assert image.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    report = downloaded(page, page.get_by_role("button", name="Report to print")).path().read_text(encoding="utf-8")
    assert "Shown are only: speaker: Ada Quill" in report
