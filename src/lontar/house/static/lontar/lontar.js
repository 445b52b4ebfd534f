/* What Lontar adds where there is script; every page reads and every form works without it. */
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

/* Day and night: a cookie, so that the server writes it into the page and nothing flashes. */
function wear(theme) {
  root.dataset.theme = theme;
  if (theme === "auto") root.removeAttribute("data-theme");
  document.cookie = `lontar_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  for (const button of all("[data-theme-choice]")) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
}

/* Sorting a table that is whole on the page. A table with more pages sorts by links on the server. */
const value = (row, column) => {
  const cell = row.cells[column];
  const raw = cell.dataset.sort ?? cell.textContent.trim();
  return cell.classList.contains("num") || cell.dataset.sort !== undefined ? (raw === "" || Number.isNaN(Number(raw)) ? raw : Number(raw)) : raw;
};
/* A covered or unknown number stands last, whichever way the rest is sorted. */
function compare(a, b, way) {
  if (typeof a === "number" && typeof b === "number") return (a - b) * way;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return a.localeCompare(b, root.lang, { numeric: true }) * way;
}
function makeSortable(table) {
  all("thead th", table).forEach((head) => {
    if (head.dataset.sortless !== undefined || head.querySelector("a, button") || !head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    const arrow = document.createElement("span");
    arrow.className = "arrow";
    arrow.setAttribute("aria-hidden", "true");
    button.append(arrow);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(value(a, head.cellIndex), value(b, head.cellIndex), up ? 1 : -1));
      table.tBodies[0].append(...rows);
    });
  });
}

/* Filters act at once; without script the sentence keeps its button. */
function makeLively(form) {
  for (const button of all("[data-scriptless]", form)) button.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });
}

/* Masked values: shown for a moment, then covered again by themselves. */
const SHOWN_MS = 20_000;
document.addEventListener("toggle", (event) => {
  const box = event.target;
  if (box instanceof HTMLDetailsElement && box.matches(".reveal") && box.open) setTimeout(() => (box.open = false), SHOWN_MS);
  if (box instanceof HTMLDetailsElement && box.matches(".menu") && box.open) {
    for (const other of all("details.menu[open]")) if (other !== box) other.open = false;
  }
}, true);

/* Progress, where htmx is not there to ask for it. */
const POLL_MS = 1500;
async function poll(box) {
  while (box.isConnected && box.dataset.poll) {
    await new Promise((done) => setTimeout(done, POLL_MS));
    let answer;
    try { answer = await fetch(box.dataset.poll, { headers: { "HX-Request": "true" } }); } catch { continue; }
    if (!answer.ok) return;
    if (answer.headers.get("HX-Redirect")) { location.assign(answer.headers.get("HX-Redirect")); return; }
    if (answer.headers.get("HX-Refresh")) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
    if (!fresh) { location.reload(); return; }
    box.replaceWith(fresh);
    box = fresh;
  }
}

/* A form is sent once. */
function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}

/* Signing out: what a room keeps on this device as `lontar-kept-…` goes; what waits there to be sent (`lontar-queue-…`)
   stays, for it is sealed to the server, and the officer is told first. */
function unsent() { try { return Number(localStorage.getItem("lontar-unsent")); } catch { return 0; } }
async function clearDevice() {
  const databases = (await indexedDB.databases?.()) ?? [];
  const kept = databases.map((one) => one.name).filter((name) => name?.startsWith("lontar-kept-"));
  const caches_ = window.caches ? (await caches.keys()).filter((name) => name.startsWith("lontar-kept-")) : [];
  await Promise.allSettled([...kept.map((name) => new Promise((done) => { const asked = indexedDB.deleteDatabase(name); asked.onsuccess = asked.onerror = asked.onblocked = done; })), ...caches_.map((name) => caches.delete(name))]);
}
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.leaving === undefined || event.defaultPrevented) return;
  event.preventDefault();
  delete form.dataset.sent;
  if (unsent() && !confirm(form.dataset.leaving.replace("{n}", unsent()))) return;
  try { await clearDevice(); } finally { form.submit(); }
});

/* Keyboard: / searches, j and k walk the rows, Enter opens, Escape closes menus. */
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
function step(by) {
  const rows = all("table[data-walk] tbody tr").filter((row) => row.querySelector("a"));
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.classList.contains("here"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
  rows.forEach((row) => row.classList.toggle("here", row === next));
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { for (const menu of all("details.menu[open], .rail .more[open]")) menu.open = false; return; }
  if (typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search], input[type=search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (!event.repeat && /^[a-z0-9]$/i.test(event.key)) {
    /* One key, one deed: whatever carries it is pressed; a key that is held down decides once. */
    const target = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (target) { event.preventDefault(); target.click(); }
  }
});

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) wear(theme.dataset.themeChoice);
  if (event.target.closest("[data-print]")) window.print();
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy);
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

function begin(from) {
  for (const table of all("table[data-sortable]:not([data-begun])", from)) { table.dataset.begun = ""; makeSortable(table); }
  for (const form of all("form[data-lively]:not([data-begun])", from)) { form.dataset.begun = ""; makeLively(form); }
  for (const form of all("form[method=post]:not([data-begun]):not([hx-post])", from)) { form.dataset.begun = ""; once(form); }
  for (const box of all("[data-scripted]", from)) box.hidden = false;
  if (!window.htmx) for (const box of all("[data-poll]:not([data-begun])", from)) { box.dataset.begun = ""; poll(box); }
}
for (const box of all("[data-unsent-told]")) {
  box.hidden = !unsent();
  box.lastElementChild.textContent = box.lastElementChild.textContent.replace("{n}", unsent());
}
begin(document);
document.addEventListener("htmx:after:swap", () => begin(document));
const chosen = root.dataset.theme || "auto";
for (const button of all("[data-theme-choice]")) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
