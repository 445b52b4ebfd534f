/* What a hand-over leaves on the telephone while there is no signal. The form is sealed to the server the moment it is
   saved: nobody who holds the telephone can open it again. The list (numbers, no names) is another database, which
   signing out deletes; lontar.js clears whatever is called lontar-kept-…, and never lontar-queue-…. */
const LIST = "lontar-kept-hand-overs";
const QUEUE = "lontar-queue-hand-overs";
const PURPOSE = new TextEncoder().encode("lontar envelope 1");

const done = (asked) => new Promise((yes, no) => { asked.onsuccess = () => yes(asked.result); asked.onerror = () => no(asked.error); });
/* One deed on one store; the connection is closed after it, so that signing out may delete the database. */
async function on(name, mode, deed) {
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  const database = await done(asked);
  try {
    const work = database.transaction("kept", mode);
    const whole = new Promise((yes, no) => { work.oncomplete = yes; work.onabort = () => no(work.error); });
    const answer = await done(deed(work.objectStore("kept")));
    await whole;
    return answer;
  } finally {
    database.close();
  }
}

export const list = () => on(LIST, "readonly", (kept) => kept.get("list"));
export const keepList = (what) => on(LIST, "readwrite", (kept) => kept.put(what, "list"));
export const dropList = () => on(LIST, "readwrite", (kept) => kept.delete("list"));

export const queued = () => on(QUEUE, "readonly", (kept) => kept.getAll());
export async function keep(one) { await on(QUEUE, "readwrite", (kept) => kept.put(one, one.key)); await count(); }
export async function drop(key) { await on(QUEUE, "readwrite", (kept) => kept.delete(key)); await count(); }
/* A number only: whoever signs out is told that something still waits. */
async function count() {
  const waits = (await queued()).filter((one) => one.state === "waiting").length;
  try { if (waits) localStorage.setItem("lontar-unsent", waits); else localStorage.removeItem("lontar-unsent"); } catch { /* told on this page alone */ }
}

/* ECDH with a key of this moment, HKDF, AES-GCM: as kit/envelopes.py opens it. */
export async function seal(what, address) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const server = await crypto.subtle.importKey("raw", Uint8Array.from(atob(address), (letter) => letter.charCodeAt(0)), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const shared = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256), "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: point, info: PURPOSE }, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: PURPOSE }, key, new TextEncoder().encode(JSON.stringify(what)));
  return new Blob([point, iv, cipher]).arrayBuffer();
}
