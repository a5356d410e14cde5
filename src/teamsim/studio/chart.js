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
    el.append(place);
    library().isWanted = true;
    run();
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
        await plotly.react(place, newest.data, newest.layout, { displaylogo: false, responsive: false });
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
    library().loaded.then((loaded) => { plotly = loaded; draw(); });
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
