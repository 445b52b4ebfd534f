/* The hand-over form: what belongs to an answer, one question at a time on a telephone, a signature, a smaller photo.
   Without this file every question stands below the other, and all proofs but the drawn signature can be given. */
const form = document.querySelector("form[data-questions]");
const narrow = matchMedia("(max-width: 599px)");
const PHOTO_SIDE_MAX = 1280;

/* What belongs to an answer shows with it. */
const chosen = (name) => new FormData(form).get(name);
function showWhatBelongs() {
  for (const part of form.querySelectorAll("[data-when]")) {
    const [name, answers] = part.dataset.when.split("=");
    part.hidden = !answers.split("|").includes(chosen(name));
  }
}
form.addEventListener("change", showWhatBelongs);

/* One question at a time on a telephone. */
const asked = [...form.querySelectorAll("[data-question]")];
let questions = asked;
const [end, turns, back, next] = ["[data-question-end]", ".question-turns", "[data-back]", "[data-next]"].map((one) => form.querySelector(one));
const wrong = questions.findIndex((question) => question.querySelector(".wrong"));
let now = Math.max(0, wrong);
function showQuestion(moved) {
  const single = narrow.matches;
  questions.forEach((question, i) => (question.hidden = single && i !== now));
  end.hidden = single && now < questions.length - 1;
  turns.hidden = !single;
  back.hidden = now === 0;
  next.hidden = now === questions.length - 1;
  if (moved && single) questions[now].querySelector("input, legend")?.focus();
}
back.addEventListener("click", () => { now -= 1; showQuestion(true); });
next.addEventListener("click", () => {
  const name = form.querySelector("[name=representative]");
  if (now === 0 && chosen("receiver") === "representative" && !name.value.trim()) { name.focus(); return; }
  now += 1;
  showQuestion(true);
});
form.addEventListener("keydown", (event) => {
  // Enter goes on to the next question instead of sending half an answer.
  if (event.key === "Enter" && narrow.matches && now < questions.length - 1 && event.target.matches("input")) { event.preventDefault(); next.click(); }
});
narrow.addEventListener("change", () => showQuestion(false));

/* A signature, drawn with finger, pen or mouse. */
const canvas = form.querySelector("canvas.signature");
const brush = canvas.getContext("2d");
const kept = document.getElementById(canvas.dataset.into);
brush.lineWidth = 5;
brush.lineCap = brush.lineJoin = "round";
brush.strokeStyle = "#000";
let last = null;
const at = (event) => {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
};
canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); last = at(event); });
canvas.addEventListener("pointermove", (event) => {
  if (!last) return;
  const here = at(event);
  brush.beginPath();
  brush.moveTo(...last);
  brush.lineTo(...here);
  brush.stroke();
  last = here;
});
for (const over of ["pointerup", "pointercancel"]) canvas.addEventListener(over, () => { if (last) kept.value = canvas.toDataURL("image/png"); last = null; });
form.querySelector("[data-wipe]").addEventListener("click", () => { brush.clearRect(0, 0, canvas.width, canvas.height); kept.value = ""; });
if (kept.value.startsWith("data:image/png")) {
  // Drawn before the form came back with a question.
  const drawn = new Image();
  drawn.addEventListener("load", () => brush.drawImage(drawn, 0, 0));
  drawn.src = kept.value;
}

/* A telephone's photo is made smaller before it travels. */
const photo = form.querySelector("input[type=file]");
photo.addEventListener("change", async () => {
  const [file] = photo.files;
  if (!file) return;
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
});

/* The form begins anew, for another family: from the first question that is asked of it. */
form.addEventListener("reset", () => setTimeout(() => {
  form.querySelector("[data-wipe]").click();
  for (const question of asked) question.hidden = "absent" in question.dataset;
  questions = asked.filter((question) => !question.hidden);
  now = 0;
  showWhatBelongs();
  showQuestion(false);
}));

showWhatBelongs();
showQuestion(false);
