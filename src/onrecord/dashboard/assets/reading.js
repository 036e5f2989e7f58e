// The bar and the map of the page Read: walk from statement to statement, see what is known of each, copy it as a
// citation. The article itself is already on the page; its marks carry the number of their statement. Words that come
// from an article enter the page as text nodes only.

const KEYS_OFF = "or-keys-off";
const SETTLED = 250; // milliseconds on one statement after which the page is told of it
let kept = {}; // the statement that was chosen last, by article: it outlives a rerun of the page
let focused = -1; // which control of the bar had the focus when the bar was made anew

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  parentElement.orStop?.(); // new data may come without the old bar having been taken down
  const stop = new AbortController();
  const said = data.statements;
  const at = new Map(said.map((statement, place) => [statement.n, place]));
  let chosen = null;
  let settling = null;

  const article = () => document.querySelector(".or-article");
  const pieces = (n) => [...document.querySelectorAll(`.or-article [data-or-said="${Number(n)}"]`)];

  // The bar
  const place = element("span", { class: "or-bar-place", "aria-live": "polite" });
  const told = element("span", { class: "or-bar-told", role: "status" });
  const about = element("div", { class: "or-bar-about" });
  const names = new Map();
  for (const statement of said) {
    if (!names.has(statement.key)) names.set(statement.key, [statement.name, 0]);
    names.get(statement.key)[1] += 1;
  }
  const jump = element("select", { "aria-label": "Jump to a speaker", onchange: () => toSpeaker(jump.value, true) });
  jump.append(element("option", { value: "" }, "Jump to a speaker"));
  for (const [key, [name, count]] of names) jump.append(element("option", { value: key }, `${name} (${count})`));
  const button = (words, does, help, label = null) =>
    element("button", { type: "button", title: help, "aria-label": label, onclick: does }, words);
  const cite = button("Copy as citation", () => copyOf("cite", "Citation copied"), "Key y");
  const link = button("Copy link", () => copyOf("link", "Link copied"), "Key l");
  const open = button("Fix", correct, "Confirm or correct this statement");
  const keys = element("input", { type: "checkbox", onchange: () => remembered(KEYS_OFF, keys.checked ? "" : "1") });
  keys.checked = !remembered(KEYS_OFF);
  const help = element(
    "label", { class: "or-bar-keys" },
    keys, " Keys: ",
    ...[["j", "next "], ["k", "back "], ["s", "same speaker "], ["y", "cite "], ["l", "link"]].flatMap(
      ([key, words]) => [element("kbd", {}, key), ` ${words}`],
    ),
  );
  const bar = element(
    "div", { class: "or-bar", role: "region", "aria-label": "Statements of this article" },
    about,
    element(
      "div", { class: "or-bar-row" },
      button("‹", () => step(-1), "Key k", "Previous statement"), place, button("›", () => step(1), "Key j", "Next statement"),
      jump, cite, link, open, told, help,
    ),
  );

  // The map: where who speaks; the bar does the same for those who cannot point.
  const view = element("div", { class: "or-map-view" });
  const map = element("div", { class: "or-map", "aria-hidden": "true" }, view);
  for (const statement of said) {
    const tick = element("i", { class: `or-tick or-${statement.kind}`, title: `${statement.name}: ${statement.words}` });
    tick.style.top = `${(100 * statement.start) / data.length}%`;
    tick.style.height = `${(100 * (statement.end - statement.start)) / data.length}%`;
    tick.style.setProperty("--or-colour", statement.colour);
    tick.addEventListener("click", () => choose(statement.n, { scroll: true, focus: true }));
    map.append(tick);
  }
  const root = element("div", { class: "or-reading" }, bar, map);
  parentElement.append(root);
  const controls = [...root.querySelectorAll("button, select, input")];
  controls[focused]?.focus({ preventScroll: true });

  function choose(n, { scroll = false, focus = false, byUser = true } = {}) {
    if (!at.has(n)) return;
    chosen = n;
    kept = { [data.article]: n };
    const held = mark();
    clearTimeout(settling);
    draw();
    if (!byUser) return;
    settling = setTimeout(tell, SETTLED);
    if (!held.length) return;
    if (focus) held[0].focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // What was clicked stays in sight, as the bar may have grown over it.
    held[0].scrollIntoView({ block: scroll ? "center" : "nearest", behavior: calm ? "auto" : "smooth" });
  }

  // The page keeps the chosen statement in its address.
  function tell() {
    clearTimeout(settling);
    setStateValue("chosen", `${data.article}:${chosen}`);
  }

  // The chosen statement's marks, or the first one's, are what the Tab key leads to.
  function mark() {
    document.querySelectorAll(".or-article .or-current").forEach((piece) => piece.classList.remove("or-current"));
    document.querySelectorAll('.or-article [data-or-said][tabindex="0"]').forEach((piece) => (piece.tabIndex = -1));
    const held = chosen === null ? [] : pieces(chosen);
    held.forEach((piece) => piece.classList.add("or-current"));
    const first = held[0] ?? pieces(said[0].n)[0];
    if (first) first.tabIndex = 0;
    return held;
  }

  function draw() {
    const statement = chosen === null ? null : said[at.get(chosen)];
    for (const one of [cite, link, open]) one.disabled = !statement;
    jump.value = "";
    if (!statement) {
      place.textContent = `${said.length} statement${said.length === 1 ? "" : "s"}`;
      about.replaceChildren(element("span", { class: "or-bar-hint" }, "Click a statement, or press ›."));
      return;
    }
    place.textContent = `${at.get(chosen) + 1} of ${said.length}`;
    const who = element("b", {}, statement.name);
    who.style.setProperty("--or-colour", statement.colour);
    const list = element("dl", {});
    for (const [name, words] of statement.facts) list.append(element("div", {}, element("dt", {}, name), element("dd", {}, words)));
    about.replaceChildren(who, element("span", { class: "or-bar-role" }, statement.role), list);
  }

  const step = (by) => {
    const next = chosen === null ? (by > 0 ? 0 : said.length - 1) : at.get(chosen) + by;
    if (said[next]) choose(said[next].n, { scroll: true, focus: true });
  };
  const toSpeaker = (key, fromStart) => {
    const after = fromStart || chosen === null ? -1 : at.get(chosen);
    const of = (statement) => statement.key === key;
    const found = said.slice(after + 1).find(of) ?? said.find(of);
    if (found) choose(found.n, { scroll: true, focus: true });
  };
  async function copyOf(what, words) {
    const statement = said[at.get(chosen)];
    if (!statement) return;
    const url = new URL(location.href);
    url.searchParams.delete("sentence");
    url.searchParams.set("statement", `${data.article}:${chosen}`);
    const done = await copy(what === "link" ? url.href : statement.cite);
    told.textContent = done ? words : "Your browser blocked this";
    setTimeout(() => (told.textContent = ""), 4000);
  }

  function correct() {
    tell();
    setTriggerValue("opened", true);
  }

  const onArticle = (event) => {
    const piece = event.target.closest?.(".or-article [data-or-said]");
    if (piece && !String(getSelection())) choose(Number(piece.dataset.orSaid), { focus: event.type === "click" });
  };
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=dialog]")) return;
    const piece = event.target.closest?.(".or-article [data-or-said]");
    if (piece && event.key === "Enter") return choose(Number(piece.dataset.orSaid), { focus: true });
    if (!keys.checked) return;
    const does = {
      j: () => step(1), k: () => step(-1), y: () => copyOf("cite", "Citation copied"), l: () => copyOf("link", "Link copied"),
      s: () => chosen !== null && toSpeaker(said[at.get(chosen)].key, false),
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  };
  const onScroll = () => {
    const box = article()?.getBoundingClientRect();
    if (!box?.height) return;
    const top = Math.max(0, -box.top / box.height), end = Math.min(1, (innerHeight - box.top) / box.height);
    view.style.top = `${100 * top}%`;
    view.style.height = `${100 * Math.max(0, end - top)}%`;
  };
  // A run of the page may write the article anew, without the marks that were set here; or open the form, above which
  // what is corrected stays in sight.
  let corrected = null; // the form that has come
  const watch = new MutationObserver(() => {
    const form = document.querySelector(".st-key-or_reading_dock .st-key-or_correcting");
    if (form && form !== corrected && chosen !== null) pieces(chosen)[0]?.scrollIntoView({ block: "start" });
    corrected = form;
    if (!article()?.querySelector('[data-or-said][tabindex="0"]')) mark();
  });
  watch.observe(document.querySelector('[data-testid="stMain"]') ?? document.body, { childList: true, subtree: true });
  const heard = { signal: stop.signal };
  document.addEventListener("click", onArticle, heard);
  document.addEventListener("keydown", onKey, heard);
  document.addEventListener("scroll", onScroll, { ...heard, capture: true, passive: true });
  addEventListener("resize", onScroll, heard);

  const first = data.chosen ?? kept[data.article] ?? null;
  if (first !== null && at.has(first)) choose(first, { byUser: false });
  else { mark(); draw(); }
  onScroll();
  const end = () => {
    focused = controls.indexOf(document.activeElement);
    clearTimeout(settling);
    watch.disconnect();
    stop.abort();
    root.remove();
    if (parentElement.orStop === end) delete parentElement.orStop;
  };
  parentElement.orStop = end;
  return end;
}
