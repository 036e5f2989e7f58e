"""A page of the dashboard, opened without a browser, and the markup on it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"


def page(name: str, **params: str | list[str]) -> AppTest:
    """The page ``name`` ("app.py", "pages/read.py") at an address with ``params``, run once without an error."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    if name != APP.name:
        app.switch_page(name)
    for key, value in params.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    """All HTML and Markdown that the page holds."""
    return "\n".join(element.proto.body for element in (*app.get("html"), *app.markdown))


def unfold(app: AppTest) -> AppTest:
    """The page with each table open that is made when it is asked for."""
    for held in app.expander:
        _, found, name = held.proto.id.rpartition("or_folded_")
        if found:
            app.session_state[f"{found}{name}"] = True
    return app.run()
