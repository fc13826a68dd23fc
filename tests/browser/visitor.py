"""A person at a browser: goes to pages, fills forms by field name, and notes whatever a page does wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Locator

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "ennoshita-demo"
PRIMARY = "main button[data-kind=primary]:visible"


class Visitor:
    """One browser context; every page visited is checked by axe and must not scroll sideways."""

    def __init__(self, browser: Browser, base: str, locale: str, width: int) -> None:
        self.base, self.locale = base, locale
        self.complaints: list[str] = []
        self._context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale)
        self._context.add_cookies([{"name": "locale", "value": locale, "url": base}])
        self.page = self._context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._complain(f"script error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:  # a refusal's status is no script error
            self._complain(f"console: {message.text}")

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self.page.url} ({self.locale}): {what}")

    def go(self, path: str) -> None:
        """Open a page of the product and check it."""
        self.page.goto(path if path.startswith("http") else self.base + path)
        self.check()

    def check(self) -> None:
        """Note axe's findings, sideways scrolling, a second h1, and a missing language."""
        self.page.evaluate(AXE.read_text())  # evaluated: our policy forbids script elements put in later
        found = self.page.evaluate(
            "async () => (await axe.run(document)).violations.map(v => v.id + ' ' + v.nodes[0].html)"
        )
        for violation in found:
            self._complain(f"axe: {violation}")
        page = self.page.evaluate(
            "() => [document.documentElement.scrollWidth - innerWidth, document.querySelectorAll('h1').length,"
            " document.documentElement.lang]"
        )
        if page[0] > 0:
            self._complain(f"scrolls sideways by {page[0]}")
        if page[1] != 1:
            self._complain(f"{page[1]} h1")
        if page[2] != self.locale:
            self._complain(f"speaks {page[2]}")

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.go("/sign-in")
        form = self.page.locator("form:has(input[name=password]:visible)")
        form.locator("input[name=email]").fill(email)
        form.locator("input[name=password]").fill(password)
        form.locator("button[data-kind=primary]").click()
        self.page.wait_for_url(lambda url: "sign-in" not in url)
        self.check()

    def fill(self, **values: str | int | bool) -> None:
        """Fill fields by name: text, choices, check boxes."""
        for name, value in values.items():
            field = self.page.locator(f":is(main, aside) [name='{name.replace('__', '-')}']").first
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def tick(self, name: str, *values: str) -> None:
        """Tick the named boxes of a group."""
        for value in values:
            box = self.page.locator(f"main input[name='{name}'][value='{value}']")
            folded = box.locator("xpath=ancestor::details[not(@open)]/summary")
            if folded.count():
                folded.first.click()
            box.check()

    def submit(self, button: Locator | None = None) -> None:
        """Press the page's first primary button (or the one given) and check where it leads."""
        with self.page.expect_navigation():
            (button or self.page.locator(PRIMARY).first).click()
        self.check()

    def press(self, action: str) -> None:
        """Press the button of the form that posts to an address ending like this."""
        form = self.page.locator(f"form[action$='{action}']:visible").first
        with self.page.expect_navigation():
            form.locator("button:visible").last.click()
            dialog = self.page.locator("#confirm-dialog [data-confirm-yes]")
            if dialog.is_visible():
                dialog.click()
        self.check()

    def sees(self, *texts: str) -> None:
        """Assert that the page's main part says each of these."""
        said = self.page.locator("body").inner_text()
        for text in texts:
            assert text in said, f"{text!r} is not on {self.page.url}:\n{said[:1500]}"

    def does_not_see(self, *texts: str) -> None:
        said = self.page.content()
        for text in texts:
            assert text not in said, f"{text!r} is on {self.page.url}"

    def close(self) -> None:
        self._context.close()
