/* Hand-overs where there is no signal: a list is taken along, filled forms wait sealed on the telephone, and each is sent
   once when the signal is back. Its key is made here; the server answers a repeated one as it answered the first. */
import * as store from "./queue.js";

const page = document.querySelector("[data-field]");
const form = document.querySelector("form[data-questions]");
const part = (name, from = page) => from.querySelector(`[data-part=${name}]`);
const said = (name, values = {}) => Object.entries(values).reduce((words, [key, value]) => words.replaceAll(`{${key}}`, value), page.dataset[name]);
const CACHE = "lontar-kept-field";
const DAY_MS = 86_400_000;
const RETRY_MS = 20_000;
const ANSWER_MS = 60_000;
const BYTES_MAX = 1_900_000;
let kept = null;   // the list as it was taken along
let one = null;    // the row whose form is open

/* -- what is shown ---------------------------------------------------------------------------------------------- */

function show(which) {
  for (const name of ["none", "list", "form"]) part(name).hidden = name !== which;
}

async function draw() {
  const waiting = await store.queued();
  drawWaiting(waiting);
  if (!kept) { show("none"); return; }
  const mine = new Map(waiting.map((each) => [each.entitlement, each.state]));
  part("taken").textContent = said("taken", { at: new Date(kept.made).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }), n: kept.rows.length, where: kept.where });
  const words = part("search").value.trim().toLocaleLowerCase();
  const rows = kept.rows.filter((row) => !words || `${row.number} ${row.rt} ${row.ward} ${row.head} ${row.what}`.toLocaleLowerCase().includes(words));
  part("rows").replaceChildren(...rows.map((row) => drawn(row, kept.sent.includes(row.id) ? "sent" : mine.get(row.id))));
  part("nothing").hidden = rows.length > 0;
  if (part("form").hidden) show("list");
}

function drawn(row, state) {
  const line = part("row").content.cloneNode(true);
  for (const name of ["number", "head", "home", "what", "amount"]) part(name, line).textContent = name === "home" ? [row.ward, row.rt].filter(Boolean).join(", ") : row[name];
  const button = line.querySelector("button");
  button.hidden = Boolean(state);
  button.querySelector(".unseen").textContent = ` ${row.number}`;
  button.addEventListener("click", () => begin(row));
  for (const badge of line.querySelectorAll("[data-state]")) badge.hidden = badge.dataset.state !== state;
  return line;
}

function drawWaiting(waiting) {
  const still = waiting.filter((each) => each.state === "waiting");
  const others = still.filter((each) => each.officer !== page.dataset.officer);
  part("waiting").hidden = !still.length;
  part("count").textContent = said(still.length === 1 ? "oneWaits" : "manyWait", { n: still.length });
  part("others").hidden = !others.length;
  part("refusals").hidden = still.length === waiting.length;
  part("refused").replaceChildren(...waiting.filter((each) => each.state === "refused").map((each) => {
    const line = part("refusal").content.cloneNode(true);
    part("number", line).textContent = each.number;
    part("amount", line).textContent = each.amount;
    part("why", line).textContent = each.why;
    const [again, away] = line.querySelectorAll("button");
    again.addEventListener("click", async () => { await store.keep({ ...each, state: "waiting", why: "" }); send(); });
    away.addEventListener("click", async () => { if (confirm(said("throw", { number: each.number }))) { await store.drop(each.key); draw(); } });
    return line;
  }));
}

/* -- the list --------------------------------------------------------------------------------------------------- */

part("take").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(`${page.dataset.list}?${new URLSearchParams(new FormData(event.target))}`);
    if (!answer.ok || answer.redirected) throw new Error("no list");
    kept = { ...(await answer.json()), made: Date.now(), sent: [] };
    await store.keepList(kept);
    await keepPage();
    navigator.storage?.persist?.();
    trouble("");
    draw();
  } catch {
    trouble(said("noList"));
  } finally {
    button.disabled = false;
    delete event.target.dataset.sent;
  }
});

/* The page and all that it is made of, so that it opens again without a signal. */
async function keepPage() {
  await navigator.serviceWorker.register(page.dataset.worker, { scope: location.pathname });
  const parts = performance.getEntriesByType("resource").map((each) => new URL(each.name)).filter((each) => each.origin === location.origin && each.pathname.startsWith("/static/"));
  const cache = await caches.open(CACHE);
  await cache.addAll([location.pathname, ...new Set(parts.map((each) => each.pathname))]);
}

async function away() {
  kept = null;
  await store.dropList();
  await caches.delete(CACHE);
  draw();
}
part("away").addEventListener("click", away);
part("search").addEventListener("input", draw);

/* -- one form --------------------------------------------------------------------------------------------------- */

/* The server's day when the list was taken, and the days since: a telephone's clock may be wrong, but it runs. */
const dayOf = (time) => Date.parse(new Date(time).toLocaleDateString("sv"));
const today = () => new Date(Date.parse(kept.today) + dayOf(Date.now()) - dayOf(kept.made)).toISOString().slice(0, 10);

function begin(row) {
  one = { row, key: crypto.randomUUID() };
  for (const [name, value] of Object.entries({ sum: row.amount, what: row.what, who: `${row.number} ${row.head}` })) part(`one-${name}`).textContent = value;
  const goods = form.querySelector("[data-goods]");
  if (goods) { goods.toggleAttribute("data-absent", !row.goods); part("one-goods").textContent = row.goods; }
  form.querySelector("input[value=slip]").closest("label").hidden = !row.slip;
  const head = form.querySelector("input[name=receiver][value=head]");
  head.closest("label").hidden = !row.head;
  head.closest("label").lastChild.textContent = ` ${said("head", { name: row.head })}`;
  form.reset();
  (row.head ? head : form.querySelector("input[value=representative]")).checked = true;
  form.elements.handed_over_on.value = today().split("-").reverse().join("/");
  trouble("");
  show("form");
  scrollTo(0, 0);
}
part("stop").addEventListener("click", () => { one = null; show("list"); });

/* What can be known here is asked for here: nobody stands before the family any more when the server answers. */
function missing(given) {
  const written = (name) => given.get(name)?.trim();
  const day = /^(\d{2})[/. -]?(\d{2})[/. -]?(\d{4})$/.exec(written("handed_over_on") ?? "");
  if (!form.querySelector("[data-absent]") && form.elements.store && !written("store")) return "noStore";
  if (given.get("receiver") === "representative" && !written("representative")) return "noName";
  const on = day && `${day[3]}-${day[2]}-${day[1]}`;
  if (!on || Number.isNaN(Date.parse(on)) || on > today() || on < one.row.on) return "noDay";
  const proof = given.get("proof");
  if (!proof) return "noProof";
  if (proof === "signature" && !written("signature")) return "noSignature";
  if (proof === "photo" && !given.get("photo")?.size) return "noPhoto";
  if (["signed_list", "thumbprint", "witness"].includes(proof) && !written("note")) return "noNote";
  if (proof === "slip" && written("code").replace(/[\s-]/g, "").length !== 17) return "noCode";
  return "";
}

const base64 = (file) => new Promise((yes, no) => { const reader = new FileReader(); reader.onload = () => yes(reader.result.split(",")[1]); reader.onerror = () => no(reader.error); reader.readAsDataURL(file); });

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  delete form.dataset.sent;
  if (!one) return;
  const given = new FormData(form);
  const lacks = missing(given);
  if (lacks) { trouble(said(lacks)); return; }
  const { row, key } = one;
  const written = Object.fromEntries([...given].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken"));
  if (written.proof !== "signature") delete written.signature;
  const photo = written.proof === "photo" ? await base64(given.get("photo")) : "";
  const sealed = await store.seal({ ...written, photo, key, entitlement: row.id, officer: page.dataset.officer }, kept.address);
  if (sealed.byteLength > BYTES_MAX) { trouble(said("tooLarge")); return; }
  one = null;
  await store.keep({ key, entitlement: row.id, number: row.number, amount: row.amount, officer: page.dataset.officer, at: Date.now(), state: "waiting", why: "", sealed });
  form.reset();
  show("list");
  await draw();
  part("list").scrollIntoView();
  send();
});

/* -- sending ---------------------------------------------------------------------------------------------------- */

const cookie = (name) => document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.split("=")[1] ?? "";
let waits = 0;
/* One window at a time sends; another one waits and finds nothing left. */
function send() { return navigator.locks.request("lontar-send", sendAll); }
async function sendAll() {
  clearTimeout(waits);
  const mine = (await store.queued()).filter((each) => each.state === "waiting" && each.officer === page.dataset.officer).sort((a, b) => a.at - b.at);
  for (const each of mine) {
    const stays = await sent(each);
    part("signed-out").hidden = stays !== "signed-out";
    await draw();
    if (stays) { waits = setTimeout(send, RETRY_MS); return; }
  }
}

/* Sends one; answers why it stays, or nothing when it is settled one way or the other. */
async function sent(each) {
  let answer;
  try {
    answer = await fetch(page.dataset.send, { method: "POST", body: each.sealed, headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": cookie("csrftoken") }, signal: AbortSignal.timeout(ANSWER_MS) });
  } catch { return "no signal"; }
  if (answer.redirected || answer.status === 401) return "signed-out";
  const told = (answer.headers.get("Content-Type") ?? "").startsWith("application/json") ? await answer.json().catch(() => null) : null;
  if (answer.status >= 500 || answer.status === 429 || (answer.status === 403 && !told)) return "later";
  if (answer.ok && told) {
    if (kept) { kept.sent.push(each.entitlement); await store.keepList(kept); }
    await store.drop(each.key);
  } else {
    await store.keep({ ...each, state: "refused", why: told?.refused ?? said("unread") });
  }
  return "";
}

function trouble(words) {
  for (const box of page.querySelectorAll("[data-part=trouble]")) { box.hidden = !words; box.querySelector("p").textContent = words; }
}

/* -- opening ---------------------------------------------------------------------------------------------------- */

part("send").addEventListener("click", send);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
if (!window.isSecureContext || !navigator.serviceWorker || !navigator.locks) {
  part("impossible").hidden = false;
} else {
  kept = (await store.list()) ?? null;
  /* Another officer's list, or one of some days ago, is not shown to anybody. */
  if (kept && (kept.officer !== page.dataset.officer || Date.now() > kept.made + kept.days * DAY_MS)) await away();
  await draw();
  send();
}
