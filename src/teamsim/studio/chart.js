// Pictures drawn by plotly: its code comes once for all of them, and what changes is drawn into what is there.
const SHARED = "teamsim_plotly";

function library() {
  if (!globalThis[SHARED]) {
    const shared = {};
    shared.loaded = new Promise((resolve) => { shared.resolve = resolve; });
    globalThis[SHARED] = shared;
  }
  return globalThis[SHARED];
}

// the code is run when the first picture is there
function run() {
  const shared = library();
  if (!shared.code || !shared.isWanted || shared.isRun) return;
  shared.isRun = true;
  const module = { exports: {} };
  new Function("module", "exports", "define", shared.code)(module, module.exports, undefined);
  shared.resolve(module.exports);
}

// a picture that leaves the page takes the line below it along, folded to its width; the file's metadata tell also all
// that makes its numbers again: Python is asked for that, since the scenarios in full are too long for every move
const MARGIN = 8, LINE = 13, LETTER = 5.2, PATIENCE_MS = 10000, OFTEN = 20;

function download(plotly, place, source, model) {
  const click = async () => {
    const told = await originOf(model, source), text = source.textContent;
    const { width } = place._fullLayout, whole = signed(place, text);
    const terms = { format: "png", scale: 2, width, height: whole.height };
    const url = await plotly.toImage({ data: place.data, layout: whole }, terms);
    const bytes = Uint8Array.from(atob(url.split(",")[1]), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(described(bytes, told.join("\n")), { type: "image/png" }));
    link.download = place.getAttribute("aria-label").replace(/[^\p{L}\p{N}]+/gu, "_").slice(0, 60) + ".png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  return { name: "download", title: "PNG", icon: plotly.Icons.camera, click };
}

// what a file of the picture that is seen says of itself; the line alone where no kernel answers any more
async function originOf(model, source) {
  for (let asked = 0; asked < OFTEN; asked += 1) {
    const told = await answered(model);
    if (!told) break;
    if (told[0] === source.textContent) return told; // else a newer picture is about to be drawn
  }
  return [source.textContent];
}

function answered(model) {
  return new Promise((resolve) => {
    const end = (told) => {
      clearTimeout(patience);
      model.off("msg:custom", take);
      resolve(told);
    };
    const take = ({ told }) => end(told);
    const patience = setTimeout(end, PATIENCE_MS);
    model.on("msg:custom", take);
    model.send({ kind: "origin" });
  });
}

// the layout of a picture with a line of small words below it
function signed({ layout, _fullLayout: { width, height, _size: room } }, text) { // room: where plotly put the axes
  const plain = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"); // plotly reads markup
  const lines = folded(plain, (width - 2 * MARGIN) / LETTER), lower = MARGIN + LINE * lines.length;
  const place = { x: 0, y: 0, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", align: "left" };
  const shifts = { xshift: MARGIN - room.l, yshift: -room.b - lower, showarrow: false };
  const line = { ...place, ...shifts, text: lines.join("<br>"), font: { size: 10, color: "#777777" } };
  const margin = { ...layout.margin, b: room.b + lower };
  return { ...layout, margin, width, height: height + lower, annotations: [...(layout.annotations ?? []), line] };
}

// the parts of a PNG file with a text in it, after its header
const HEADER = 33;

function described(bytes, text) {
  const chunk = new TextEncoder().encode(`iTXtDescription\0\0\0\0\0${text}`), frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, chunk.length - 4); // its kind does not count
  frame.setUint32(4, checksum(chunk));
  return [bytes.slice(0, HEADER), frame.buffer.slice(0, 4), chunk, frame.buffer.slice(4), bytes.slice(HEADER)];
}

// CRC-32, as PNG asks for
function checksum(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

// lines of at most so many letters, broken between terms; Chinese letters are twice as wide
function folded(text, most) {
  const wide = (line) => [...line].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);
  return text.split(/(?<= · |, )/).reduce((lines, part) => {
    const longer = (lines.at(-1) ?? "") + part;
    return lines.length && wide(longer) <= most ? [...lines.slice(0, -1), longer] : [...lines, part];
  }, []);
}

// the code of 5 MB comes when the page has drawn what it opens with
function bring(model) {
  const take = (_content, [code]) => {
    library().code = new TextDecoder().decode(code);
    run();
  };
  model.on("msg:custom", take);
  (globalThis.requestIdleCallback ?? setTimeout)(() => model.send({ kind: "bring" }));
  return () => model.off("msg:custom", take);
}

export default {
  render({ model, el }) {
    if (model.get("brings_code")) return bring(model);
    const place = document.createElement("div");
    place.setAttribute("role", "figure"); // not "img": its buttons can be reached
    const source = document.createElement("p"); // where its numbers come from
    source.className = "ts-source";
    el.append(place, source);
    library().isWanted = true;
    run();
    const settings = { displaylogo: false, responsive: false, modeBarButtonsToRemove: ["toImage"] };
    let plotly = null, is_drawing = false, is_old = false, is_gone = false, is_told = false;
    const draw = async () => {
      const { data, layout } = model.get("figure");
      is_old = true;
      if (!plotly || is_drawing || !data) return; // what is newest is drawn when this is done
      is_drawing = true;
      while (is_old && !is_gone) {
        is_old = false;
        const newest = structuredClone(model.get("figure"));
        place.setAttribute("aria-label", newest.label ?? "");
        source.textContent = newest.source ?? "";
        await plotly.react(place, newest.data, newest.layout, settings);
        if (!is_told) place.on("plotly_afterplot", shape);
        is_told = true;
        shape();
      }
      is_drawing = false;
    };
    // on paper a picture is as wide as the page: its drawing then scales as a whole
    const shape = () => {
      for (const svg of place.querySelectorAll("svg.main-svg")) {
        const size = [svg.getAttribute("width"), svg.getAttribute("height")];
        svg.setAttribute("viewBox", `0 0 ${size.join(" ")}`);
        place.style.setProperty("--ts-shape", size.join(" / "));
      }
    };
    const isOnPaper = () => matchMedia("print").matches;
    const fit = () => { if (plotly && place.data && place.clientWidth && !isOnPaper()) plotly.Plots.resize(place); };
    const watch = new ResizeObserver(fit);
    watch.observe(el);
    library().loaded.then((loaded) => {
      plotly = loaded;
      settings.modeBarButtonsToAdd = [download(plotly, place, source, model)];
      draw();
    });
    model.on("change:figure", draw);
    model.send({ kind: "hello" }); // what changed while this picture was being made did not reach it
    return () => {
      is_gone = true;
      watch.disconnect();
      model.off("change:figure", draw);
      if (plotly) plotly.purge(place);
    };
  },
};
