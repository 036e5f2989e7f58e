// What a page does without a run of it: copy its address, save a chart as a picture, show the tour. The buttons are
// plain HTML that the page holds anywhere; one listener serves them all.

const TOURED = "or-toured";

// The steps of the tour are on the page, hidden; one at a time is shown to those who have not seen them.
function tour(what) {
  const box = document.querySelector(".or-tour");
  if (what === "again") remembered(TOURED, ""); // though the steps may be about to come
  if (!box) return;
  const steps = [...box.querySelectorAll(".or-step")];
  const next = what === "next" ? steps.findIndex((step) => !step.hidden) + 1 : 0;
  if (what === "skip" || next === steps.length) remembered(TOURED, "1");
  box.hidden = Boolean(remembered(TOURED));
  steps.forEach((step, place) => (step.hidden = place !== next));
  const button = box.querySelector('[data-or-tour="next"]');
  button.textContent = next === steps.length - 1 ? "Done" : "Next";
  if (what === "next" && !box.hidden) button.focus();
}

function offer(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The chart that stands before the button, in the smallest part of the page that holds both.
function chartOf(button) {
  for (let part = button.parentElement; part; part = part.parentElement) {
    const before = [...part.querySelectorAll(".js-plotly-plot")].filter(
      (plot) => plot.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    if (before.length) return before.at(-1);
  }
  return null;
}

// Plotly draws a chart in layers, each an SVG; a picture has them all, on the page's ground, under its title.
function picture(plot, words) {
  const layers = [...plot.querySelectorAll(".main-svg")];
  const { width, height } = layers[0].getBoundingClientRect();
  const space = "http://www.w3.org/2000/svg";
  const head = words ? 40 : 0;
  const made = document.createElementNS(space, "svg");
  made.setAttribute("xmlns", space);
  made.setAttribute("width", width);
  made.setAttribute("height", height + head);
  made.setAttribute("viewBox", `0 0 ${width} ${height + head}`);
  const look = getComputedStyle(document.querySelector(".stApp") ?? document.body);
  const ground = document.createElementNS(space, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", look.backgroundColor);
  made.append(ground);
  if (words) {
    const title = document.createElementNS(space, "text");
    title.setAttribute("x", 8);
    title.setAttribute("y", 25);
    title.setAttribute("style", `font: 600 17px "Source Serif 4", Georgia, serif; fill: ${look.color}`);
    title.textContent = words;
    made.append(title);
  }
  const body = document.createElementNS(space, "g");
  body.setAttribute("transform", `translate(0 ${head})`);
  for (const layer of layers) for (const child of layer.children) body.append(child.cloneNode(true));
  made.append(body);
  return { text: new XMLSerializer().serializeToString(made), width, height: height + head };
}

async function save(button) {
  const plot = chartOf(button);
  if (!plot) return;
  const { orSave: kind, orName: name, orTitle: title } = button.dataset;
  const { text, width, height } = picture(plot, title);
  const svg = new Blob([text], { type: "image/svg+xml" });
  if (kind === "svg") return offer(svg, `${name}.svg`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const scale = 2;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.drawImage(image, 0, 0);
  canvas.toBlob((blob) => offer(blob, `${name}.png`), "image/png");
}

async function copyLink(button) {
  const words = button.textContent;
  const done = await copy(location.href);
  button.textContent = done ? "Link copied" : "Copy it from the address bar";
  setTimeout(() => (button.textContent = words), 5000);
}

export default function ({ parentElement }) {
  parentElement.orStop?.(); // new data may come without the old listener having been taken down
  const heard = new AbortController();
  const onClick = (event) => {
    const button = event.target.closest?.("button[data-or-save], button[data-or-copy], button[data-or-tour]");
    if (!button) return;
    if (button.dataset.orSave) save(button);
    else if (button.dataset.orTour) tour(button.dataset.orTour);
    else copyLink(button);
  };
  const onKey = (event) => {
    if (event.key === "Escape" && document.querySelector(".or-tour:not([hidden])")) tour("skip");
  };
  document.addEventListener("keydown", onKey, { signal: heard.signal });
  // The steps may be on the page before this script or after it, and a run of the page may write them anew.
  const look = () => {
    const box = document.querySelector(".or-tour:not([data-or-seen])");
    if (!box) return;
    box.dataset.orSeen = "1";
    tour("begin");
  };
  look();
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", onClick, { signal: heard.signal });
  const end = () => {
    watch.disconnect();
    heard.abort();
  };
  parentElement.orStop = end;
  return end;
}
