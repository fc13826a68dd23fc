/* A board like a spreadsheet: Enter and arrows go from row to row, copied cells are spread, Ctrl+Enter saves. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const body = form.querySelector("tbody");
  const cells = (row) => [...row.querySelectorAll("td :is(input:not([type=checkbox]), textarea, select)")];

  const add = () => {
    const row = body.lastElementChild.cloneNode(true);
    const number = Number(/^new-(\d+)/.exec(cells(row)[0].name)[1]) + 1;
    for (const error of row.querySelectorAll(".error")) error.remove();
    for (const cell of cells(row)) {
      cell.name = cell.name.replace(/^new-\d+/, `new-${number}`);
      cell.value = "";
      cell.removeAttribute("aria-invalid");
    }
    body.append(row);
    return row;
  };

  const go = (cell, down) => {
    const row = cell.closest("tr");
    const next = down ? row.nextElementSibling || add() : row.previousElementSibling;
    next?.querySelectorAll("td")[cell.closest("td").cellIndex - 1]?.querySelector("input, textarea, select")?.focus();
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (event.isComposing || !cell.closest("tbody")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (cell.tagName === "INPUT" && ["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      go(cell, event.key !== "ArrowUp" && !event.shiftKey);
    }
  });

  // As Excel copies: tabs between cells, line breaks within quotes.
  const table = (text) => {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/g)) {
      rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (end === "") break;
      if (end !== "\t") rows.push([]);
    }
    return rows.filter((row) => row.some((cell) => cell.trim()));
  };

  const fill = (cell, text) => {
    if (cell.tagName === "SELECT") {
      const option = [...cell.options].find((each) => [each.value, each.text].includes(text.trim()));
      if (option) cell.value = option.value;
    } else cell.value = cell.tagName === "INPUT" ? text.replace(/\s+/g, " ").trim() : text;
  };

  // Rows that were copied with their headings: the server reads them, in whatever order the columns stand.
  const fold = (text) => text.normalize("NFKC").trim().toLowerCase();
  const names = [...form.querySelectorAll("thead th")].slice(1, -1).map((head) =>
    [head.textContent, ...(head.dataset.also || "").split("|")].map(fold).filter(Boolean));
  const headed = (line) => line.length > 1 && line.every((cell) => names.some((each) => each.includes(fold(cell))));

  form.addEventListener("paste", (event) => {
    const start = event.target.closest("tbody td");
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!start || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const whole = form.elements.pasted;
    if (headed(table(text)[0]) && whole) {
      whole.value = text;
      whole.closest("details").open = true;
      whole.focus();
      change();
      return;
    }
    let row = start.closest("tr");
    const first = cells(row).indexOf(event.target);
    const lines = table(text);
    lines.forEach((line, at) => {
      line.forEach((value, index) => {
        const cell = cells(row)[first + index];
        if (cell) fill(cell, value);
      });
      if (at < lines.length - 1) row = row.nextElementSibling || add();
    });
    change();
  });

  const change = () => (form.dataset.dirty = ""); // whoever leaves is asked
  form.addEventListener("input", change);
})();
