// What a page does without a run of it: copy its address, save a chart as a picture. The buttons are plain HTML that
// the page holds anywhere; one listener serves them all.

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
  let done = true;
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    // Browsers keep the clipboard from pages that were not loaded over https; this older way they still allow.
    const field = document.createElement("textarea");
    field.value = location.href;
    field.style.cssText = "position:fixed;opacity:0";
    document.body.append(field);
    field.select();
    done = document.execCommand("copy");
    field.remove();
  }
  button.textContent = done ? "Link copied" : "Copy it from the address bar";
  setTimeout(() => (button.textContent = words), 5000);
}

export default function ({ parentElement }) {
  parentElement.orStop?.(); // new data may come without the old listener having been taken down
  const heard = new AbortController();
  const onClick = (event) => {
    const button = event.target.closest?.("button[data-or-save], button[data-or-copy]");
    if (!button) return;
    if (button.dataset.orSave) save(button);
    else copyLink(button);
  };
  document.addEventListener("click", onClick, { signal: heard.signal });
  const end = () => heard.abort();
  parentElement.orStop = end;
  return end;
}
