/* The form at the door: what belongs to an answer, a smaller photo, the place, and a draft that outlives the signal.
   Without this file every question stands below the other, and the form is sent as any other form. */
const PHOTO_SIDE_MAX = 1280;
const RETRY_MS = 15_000;
const DRAFT_DAYS = 7;
let form = document.querySelector("form[data-visit]");
const place = `lontar-visit-${form.dataset.visit}`;

/* What belongs to an answer shows with it. */
const chosen = (name) => new FormData(form).get(name) ?? "";
function showWhatBelongs() {
  for (const part of form.querySelectorAll("[data-when]")) {
    const [name, answers] = part.dataset.when.split("=");
    part.hidden = !answers.split("|").includes(chosen(name));
  }
}

/* The draft: what was typed, kept on this telephone until it has arrived. The key goes with it, so that a report that
   arrived without an answer is not made twice. */
const kept = () => { try { return JSON.parse(localStorage.getItem(place)); } catch { return null; } };
function keep() {
  const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), values })); } catch { /* a full or closed storage: the page itself still holds all */ }
}
function forget() { try { localStorage.removeItem(place); } catch { /* nothing was kept */ } }
function restore() {
  const draft = kept();
  if (!draft || form.querySelector(".wrong") || form.querySelector(".errors")) return;
  if (Date.now() - draft.at > DRAFT_DAYS * 86_400_000) { forget(); return; }
  const values = new Map(draft.values);
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.get(field.name) === field.value;
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
  form.querySelector("[data-restored]").hidden = false;
}

/* A telephone's photo is made smaller before it travels, unless its place is wanted: that stands in the whole file. */
async function shrink() {
  const photo = form.querySelector("input[type=file]");
  const [file] = photo.files;
  if (!file || form.elements.position_from_photo.checked) return;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, PHOTO_SIDE_MAX / Math.max(picture.width, picture.height));
    const small = document.createElement("canvas");
    small.width = Math.round(picture.width * scale);
    small.height = Math.round(picture.height * scale);
    small.getContext("2d").drawImage(picture, 0, 0, small.width, small.height);
    const bytes = await new Promise((done) => small.toBlob(done, "image/jpeg", 0.8));
    const files = new DataTransfer();
    files.items.add(new File([bytes], "foto.jpg", { type: "image/jpeg" }));
    photo.files = files.files;
  } catch {
    // What this browser cannot read goes as it is, and the server says what is wrong with it.
  }
}

function locate() {
  const says = form.querySelector("[data-located]");
  const failed = () => { says.textContent = says.dataset.failed; };
  if (!navigator.geolocation) { failed(); return; }
  navigator.geolocation.getCurrentPosition((found) => {
    form.elements.latitude.value = found.coords.latitude.toFixed(6);
    form.elements.longitude.value = found.coords.longitude.toFixed(6);
    form.elements.accuracy.value = Math.round(found.coords.accuracy);
    says.textContent = `${says.dataset.good} ${Math.round(found.coords.accuracy)}`;
    keep();
  }, failed, { enableHighAccuracy: true, timeout: 20_000 });
}

/* Sending: what does not arrive is tried again by itself; what is refused comes back with all that was typed. */
let sending = false;
let waits = 0;
async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(waits);
  keep();
  await shrink();
  let answer;
  try {
    answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), headers: { "X-Draft": "1" } });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  } catch {
    sending = false;
    form.querySelector("[data-unsent]").hidden = false;
    form.querySelector("[data-unsent]").scrollIntoView({ block: "center" });
    waits = setTimeout(send, RETRY_MS);
    return;
  }
  sending = false;
  form.querySelector("[data-unsent]").hidden = true;
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/akun/")) {
    form.querySelector("[data-signed-out]").hidden = false;
    return;
  }
  if (answer.status === 204) { forget(); location.assign(answer.headers.get("X-Arrived")); return; }
  show(await answer.text());
}
function show(page) {
  const main = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  const files = form.querySelector("input[type=file]").files;
  document.querySelector("main").replaceWith(main);
  const again = main.querySelector("form[data-visit]");
  if (!again) return;
  form = again;
  form.querySelector("input[type=file]").files = files;
  listen();
  const errors = form.querySelector(".errors");
  if (errors) { errors.scrollIntoView(); errors.focus(); }
}

function listen() {
  for (const part of form.querySelectorAll("[data-scripted]")) part.hidden = false;
  form.addEventListener("change", () => { showWhatBelongs(); keep(); });
  form.addEventListener("input", (event) => {
    // Who types a position knows it otherwise than the telephone did.
    if (["latitude", "longitude"].includes(event.target.name)) form.elements.accuracy.value = "";
    keep();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  form.querySelector("[data-locate]").addEventListener("click", locate);
  showWhatBelongs();
}
addEventListener("online", () => { if (!form.querySelector("[data-unsent]").hidden) send(); });
restore();
listen();
