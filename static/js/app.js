// Conveniences over pages that work without them. No key is looked at while an IME composes.
(() => {
  "use strict";
  const all = (selector, root = document) => root.querySelectorAll(selector);

  // A form is sent once; coming back by the browser's cache makes it ready again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    for (const button of all("button:not([type=button])", form)) button.dataset.busy = "";
    leaving = [...all("form[data-dirty]")].every((each) => each === form); // else another's words would be lost
    setTimeout(ready, 8000); // a download answers without leaving the page
  });
  const ready = () => {
    leaving = false;
    for (const form of all("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of all("[data-busy]", form)) delete button.dataset.busy;
    }
  };
  let leaving = false;
  addEventListener("pageshow", (event) => event.persisted && ready());

  // A strip of tabs that is wider than the screen begins where one is, not at its first tab.
  for (const tab of all(".tab-list [aria-current]")) {
    const strip = tab.closest(".tabs");
    const over = tab.getBoundingClientRect().right - strip.getBoundingClientRect().right;
    if (over > 0) strip.scrollLeft += over + 24;
  }

  // Dialogs: modal where the markup alone would give a popover.
  const show = (dialog) => {
    dialog.removeAttribute("popover");
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      show(document.getElementById(opener.dataset.dialog));
      return;
    }
    if (event.target.closest("[data-dialog-close]")) {
      event.preventDefault();
      event.target.closest("dialog").close();
    } else if (event.target.matches("dialog[open]")) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.clientX + event.clientY > 0) event.target.close();
    }
    // Menus close when one clicks elsewhere.
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    for (const menu of all("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // One question before a button that carries data-confirm.
  const confirmBox = document.getElementById("confirm-dialog");
  document.addEventListener("click", (event) => {
    const control = event.target.closest("button[data-confirm]");
    if (!control || !confirmBox || control.dataset.confirmed) return;
    event.preventDefault();
    confirmBox.querySelector("#confirm-text").textContent = control.dataset.confirm;
    confirmBox.querySelector("[data-confirm-yes]").textContent = control.textContent.trim();
    confirmBox.returnValue = "";
    confirmBox.onclose = () => {
      if (confirmBox.returnValue !== "yes") return;
      control.dataset.confirmed = "1";
      control.click();
      delete control.dataset.confirmed;
    };
    confirmBox.showModal();
  });

  // j and k walk a list with data-keys or the rows of a queue, Enter follows the link, x selects; letters typed into a
  // field stay letters.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    const rows = [...all("[data-keys] > *, [data-queue] tbody tr")].filter((row) => row.querySelector("a, button"));
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const step = { j: 1, k: -1 }[event.key];
    if (step && rows.length) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      next.querySelector("a, button").focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "x") rows[at]?.querySelector("input[type=checkbox]")?.click();
    else return;
    event.preventDefault();
  });

  // A board: a dragged card goes to a column that takes it; an ending asks for its reason in the form below.
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest && event.target.closest("[data-card]");
    if (!card) return;
    event.dataTransfer.setData("text/plain", card.dataset.card);
    event.dataTransfer.effectAllowed = "move";
    for (const column of all("[data-drop]")) {
      column.toggleAttribute("data-open", card.dataset.targets.split(" ").includes(column.dataset.drop));
    }
  });
  document.addEventListener("dragend", () => {
    for (const column of all("[data-drop][data-open]")) column.removeAttribute("data-open");
  });
  document.addEventListener("dragover", (event) => {
    if (event.target.closest && event.target.closest("[data-drop][data-open]")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const column = event.target.closest && event.target.closest("[data-drop][data-open]");
    if (!column) return;
    event.preventDefault();
    const form = column.closest("[data-board]");
    const dragged = event.dataTransfer.getData("text/plain");
    for (const box of all("input[name=card]", form)) box.checked = box.value === dragged;
    form.elements.to.value = column.dataset.drop;
    form.requestSubmit();
  });

  // Drafts: a form with data-autosave="url" posts itself there shortly after typing stops.
  const saveSoon = new WeakMap();
  const saving = new WeakMap();
  const say = (form, state) => {
    const place = form.querySelector("[data-autosave-status]");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = form.dataset[state] || "";
  };
  const save = (form) => {
    clearTimeout(saveSoon.get(form));
    if (saving.has(form)) saveSoon.set(form, setTimeout(() => save(form), 300));
    else saving.set(form, send(form).finally(() => saving.delete(form)));
  };
  const send = async (form) => {
    form.dataset.dirty = "";
    say(form, "saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1", "HX-Request": "true" },
        redirect: "manual",
        keepalive: true,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const version = answer.headers.get("X-Version");
      if (version && form.elements.version) form.elements.version.value = version;
      delete form.dataset.dirty;
      say(form, "saved");
      form.dispatchEvent(new Event("autosaved"));
    } catch {
      say(form, "failed");
    }
  };
  // Sent while a draft is on its way, the form waits for the version that comes back: nobody loses a race to oneself.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      clearTimeout(saveSoon.get(form));
      if (!saving.has(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      saving.get(form).then(() => form.requestSubmit(event.submitter));
    },
    true,
  );
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.autosave || event.isComposing || event.target.type === "file") return;
    form.dataset.dirty = "";
    clearTimeout(saveSoon.get(form));
    saveSoon.set(form, setTimeout(() => save(form), 1200));
  });
  document.addEventListener("compositionend", (event) => event.target.dispatchEvent(new Event("input", { bubbles: true })));
  addEventListener("beforeunload", (event) => {
    if (!leaving && document.querySelector("form[data-dirty]")) event.preventDefault();
  });

  // Counters, sums, password boxes.
  const count = (place) => {
    const box = document.getElementById(place.dataset.counter);
    if (!box) return;
    const left = Number(place.dataset.max) - [...box.value].length;
    place.textContent = (left < 0 ? place.dataset.over : place.dataset.left).replace("{n}", Math.abs(left).toLocaleString());
    place.toggleAttribute("data-over-limit", left < 0);
  };
  const add = (group) => {
    let sum = 0;
    let filled = false;
    for (const box of all("input:not([type=hidden])", group)) {
      filled = filled || box.value !== "";
      sum += Number(box.value.normalize("NFKC").replaceAll(",", "")) || 0;
    }
    group.querySelector("[data-sum-output]").textContent = filled ? sum : "—";
    group.toggleAttribute("data-wrong", filled && sum !== Number(group.dataset.sum));
  };
  document.addEventListener("input", (event) => {
    const place = event.target.id && document.querySelector(`[data-counter="${CSS.escape(event.target.id)}"]`);
    if (place) count(place);
    const group = event.target.closest("[data-sum]");
    if (group) add(group);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (!button) return;
    const box = document.getElementById(button.dataset.reveal);
    const shown = box.type === "text";
    box.type = shown ? "password" : "text";
    [button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent.trim()];
    button.setAttribute("aria-pressed", String(!shown));
  });

  // Focus survives an htmx swap: the same element by id, or by name and value, else the swapped part itself.
  let focused = "", had = false;
  document.addEventListener("htmx:beforeSwap", () => {
    const { id, name, value } = document.activeElement || {};
    if (id) focused = `#${CSS.escape(id)}`;
    else focused = name ? `[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]` : "";
    had = document.activeElement !== document.body;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!had || document.activeElement !== document.body) return;
    const target = (focused && document.querySelector(focused)) || event.detail.elt;
    if (!target.matches("a, button, input, select, textarea, summary")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  });

  const dress = (root) => {
    for (const place of all("[data-counter]", root)) count(place);
    for (const group of all("[data-sum]", root)) add(group);
    for (const button of all("[data-reveal]", root)) button.hidden = false;
  };
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt));
  dress(document);
  const summary = document.querySelector("[data-error-summary]");
  const refused = document.querySelector("dialog [aria-invalid=true]");
  if (refused) {
    show(refused.closest("dialog"));
    refused.focus();
  } else (summary || document.querySelector("[aria-invalid=true]"))?.focus();
})();
