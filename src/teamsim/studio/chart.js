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
  new Function("module", "exports", "define", shared.code())(module, module.exports, undefined);
  shared.resolve(module.exports);
}

// a picture that leaves the page takes the line below it along, folded to its width
const MARGIN = 8, LINE = 13, LETTER = 5.2;

function download(plotly, place, source) {
  const click = () => {
    const { width, height, _size: room } = place._fullLayout, { layout } = place; // room: where plotly put the axes
    const plain = source.textContent.replaceAll("&", "&amp;").replaceAll("<", "&lt;"); // plotly reads markup
    const text = folded(plain, (width - 2 * MARGIN) / LETTER), lower = MARGIN + LINE * text.length;
    const below = { x: 0, y: 0, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", align: "left", showarrow: false };
    const line = { ...below, text: text.join("<br>"), xshift: MARGIN - room.l, yshift: -room.b - lower, font: { size: 10, color: "#777777" } };
    const margin = { ...layout.margin, b: room.b + lower };
    const whole = { ...layout, margin, width, height: height + lower, annotations: [...(layout.annotations ?? []), line] };
    const name = place.getAttribute("aria-label").replace(/[^\p{L}\p{N}]+/gu, "_").slice(0, 60);
    plotly.downloadImage({ data: place.data, layout: whole }, { format: "png", scale: 2, width, height: height + lower, filename: name });
  };
  return { name: "download", title: "PNG", icon: plotly.Icons.camera, click };
}

// lines of at most so many letters, broken between terms; Chinese letters are twice as wide
function folded(text, most) {
  const wide = (line) => [...line].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);
  return text.split(/(?<= · |, )/).reduce((lines, part) => {
    const longer = (lines.at(-1) ?? "") + part;
    return lines.length && wide(longer) <= most ? [...lines.slice(0, -1), longer] : [...lines, part];
  }, []);
}

export default {
  render({ model, el }) {
    if (model.get("code")) { // brings the code and shows nothing
      library().code = () => model.get("code");
      return run();
    }
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
      settings.modeBarButtonsToAdd = [download(plotly, place, source)];
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
