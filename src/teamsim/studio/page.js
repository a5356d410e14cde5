// Shows a document of plain elements and sends intents. What stays the same is left alone, with focus and cursor.
const EVERY_MS = 80; // while something is dragged
const PATIENCE_MS = 15000; // without an answer the kernel is taken for gone
const LOOK_MS = 5000, ASLEEP_MS = 90000; // a hidden page looks once a minute, one that sleeps not at all
const SVG = "http://www.w3.org/2000/svg";
const AS_PROPERTY = ["value", "disabled", "selected", "checked"];

function make(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const isDrawn = node[0] === "svg" || node[0] === "path";
  const made = isDrawn ? document.createElementNS(SVG, node[0]) : document.createElement(node[0]);
  patch(made, node);
  return made;
}

function alike(old, node) {
  if (typeof node === "string") return old.nodeType === Node.TEXT_NODE;
  if (old.nodeType !== Node.ELEMENT_NODE || old.localName !== node[0]) return false;
  return (old.getAttribute("data-key") ?? "") === (node[1]["data-key"] ?? "");
}

// What has a key keeps its element when something comes or goes before it: a field that is typed into is never made anew.
function aligned(element, children, place) {
  const old = element.childNodes[place], child = children[place];
  if (!old || alike(old, child)) return old;
  const isLater = children.slice(place + 1).some((each) => keyOf(each) !== "" && alike(old, each));
  if (isLater) return element.insertBefore(make(child), old);
  const kept = keyOf(child) !== "" && [...element.childNodes].slice(place + 1).find((each) => alike(each, child));
  while (kept && element.childNodes[place] !== kept) element.childNodes[place].remove();
  return element.childNodes[place];
}

function keyOf(node) {
  return typeof node === "string" ? "" : node[1]["data-key"] ?? "";
}

function patch(element, [, attributes, children]) {
  for (const { name } of [...element.attributes]) if (!(name in attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  children.forEach((child, place) => {
    const old = aligned(element, children, place);
    if (!old) element.append(make(child));
    else if (!alike(old, child)) old.replaceWith(make(child));
    else if (typeof child === "string") { if (old.data !== child) old.data = child; }
    else patch(old, child);
  });
  while (element.childNodes.length > children.length) element.lastChild.remove();
  settle(element, attributes);
}

// an attribute is where something starts, a property where it stands
function settle(element, attributes) {
  for (const name of AS_PROPERTY) {
    if (!(name in element) || (name === "value" && !("value" in attributes))) continue;
    const value = name === "value" ? attributes.value : name in attributes;
    if (name === "value" && element.dirty) continue; // somebody is at it
    if (element[name] !== value) element[name] = value;
  }
}

function wanted(event, root, kind) {
  const element = event.target.closest?.("[data-on]");
  if (!element || !root.contains(element)) return [null, null];
  return [element, JSON.parse(element.getAttribute("data-on"))[kind] ?? null];
}

// what stands in the fields that a button takes: one value, or several by name
function standing(root, names) {
  if (!names) return {};
  const read = (name) => {
    const fields = [...root.querySelectorAll(`[name="${name}"]`)];
    for (const field of fields) field.dirty = false; // taken: what the answer says of it counts
    if (fields[0]?.type === "checkbox") return fields.filter((field) => field.checked).map((field) => field.value);
    return fields[0]?.value ?? "";
  };
  const wanted = names.split(" ");
  if (wanted.length === 1) return { value: read(wanted[0]) };
  return { values: Object.fromEntries(wanted.map((name) => [name, read(name)])) };
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function mourn(root, model) {
  const studio = root.closest(".teamsim-studio");
  if (!studio || studio.querySelector(".ts-lost")) return; // gone, or said by another part of it
  const { words, files } = model.get("rescue") ?? {};
  if (!words) return;
  const note = make(["div", { class: "ts-lost", role: "alert" }, [["p", {}, [words]]]]);
  for (const { name, text, offer } of files) {
    const button = make(["button", { type: "button" }, [offer]]);
    button.addEventListener("click", () => save(name, text));
    note.append(button);
  }
  studio.prepend(note);
}

export default {
  render({ model, el }) {
    const root = make(["div", { class: "ts-page", "data-lm-suppress-shortcuts": "true" }, []]);
    el.append(root);
    let number = 0, last = 0, waiting = null, dragged = null;
    const cheer = () => root.closest(".teamsim-studio")?.querySelector(".ts-lost")?.remove();
    const show = () => {
      cheer();
      const isHeld = root.contains(document.activeElement);
      patch(root, ["div", { class: "ts-page", "data-lm-suppress-shortcuts": "true" }, [JSON.parse(model.get("doc"))]]);
      // what the keyboard stood in is gone: it goes on in what took its place, if anything did
      if (isHeld && !root.contains(document.activeElement)) root.querySelector("[data-heir]")?.focus();
    };
    const send = (intent, more = {}) => {
      const mine = ++number;
      model.send({ ...intent, ...more, number: mine });
      setTimeout(() => { if (model.get("heard") < mine && number === mine) mourn(root, model); }, PATIENCE_MS);
    };
    const flush = () => {
      clearTimeout(waiting);
      waiting = null;
      if (dragged) send(...dragged);
      dragged = null;
      last = performance.now();
    };
    const on = (kind, listen) => root.addEventListener(kind, listen);
    on("click", (event) => {
      const copied = event.target.closest("[data-copy]");
      if (copied) navigator.clipboard?.writeText(copied.getAttribute("data-copy"))
        .then(() => copied.setAttribute("data-copied", "")).catch(() => {});
      const [element, intent] = wanted(event, root, "click");
      if (!intent) return;
      send(intent, standing(root, element.getAttribute("data-with")));
    });
    on("input", (event) => {
      const [element, intent] = wanted(event, root, "input");
      if (!element) return;
      event.target.dirty = true;
      if (!intent) return;
      if (event.target.type === "range" && !event.target.matches(":active")) return; // a key: the change comes at once
      dragged = [intent, { value: event.target.value }];
      const left = EVERY_MS - (performance.now() - last); // the newest value only
      if (left <= 0) flush();
      else waiting ??= setTimeout(flush, left);
    });
    on("change", (event) => {
      event.target.dirty = false;
      if (event.target.type === "file") return drop(event.target.files[0], event.target);
      const [element, intent] = wanted(event, root, "change");
      if (!element || !intent) return;
      clearTimeout(waiting);
      waiting = dragged = null;
      send(intent, { value: event.target.value });
    });
    // saving is the notebook's; it hears no keys from inside a page
    const handOn = (event) => {
      event.preventDefault();
      const { key, code, keyCode, ctrlKey, metaKey } = event;
      el.dispatchEvent(new KeyboardEvent("keydown", { key, code, keyCode, ctrlKey, metaKey, bubbles: true }));
    };
    // dragged away and back again: the browser tells no change, but what is shown is a preview
    on("pointerup", (event) => setTimeout(() => {
      if (event.target.type !== "range" || !event.target.dirty) return;
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }, 60));
    on("focusout", (event) => { event.target.dirty = false; });
    on("keydown", (event) => {
      event.stopPropagation(); // a notebook takes arrow keys for its own, wherever they are pressed
      const form = event.target.closest("[data-form]");
      if (event.key === "Enter" && form && event.target.matches("input")) {
        event.preventDefault(); // the browser would tell a change after what the button does
        return form.querySelector("[data-with]")?.click();
      }
      if (event.key === "Enter" && event.target.matches("input[type=text]")) {
        event.target.blur();
        event.target.focus();
      }
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === "s") handOn(event);
      if ((key !== "z" && key !== "y") || event.target.dirty) return;
      event.preventDefault();
      send({ kind: key === "y" || event.shiftKey ? "redo" : "undo" });
    });
    const unitAt = (event) => event.target.closest?.("[data-unit]");
    let carried = null; // a unit that somebody drags onto another
    const aim = (row) => {
      for (const old of root.querySelectorAll(".ts-aim")) old.classList.remove("ts-aim");
      row?.classList.add("ts-aim");
    };
    on("dragstart", (event) => {
      carried = unitAt(event)?.dataset.unit ?? null;
      if (carried) event.dataTransfer.setData("text/plain", carried);
    });
    on("dragend", () => { carried = null; aim(null); });
    on("dragover", (event) => {
      if (carried) aim(unitAt(event));
      if (carried ? unitAt(event) : event.target.closest("[data-drop]")) event.preventDefault();
    });
    on("drop", (event) => {
      const row = unitAt(event);
      if (carried && row) {
        event.preventDefault();
        if (row.dataset.unit !== carried) send({ kind: "move", unit: carried, value: row.dataset.unit });
      }
      if (carried || !event.target.closest("[data-drop]")) return;
      event.preventDefault();
      drop(event.dataTransfer.files[0]);
    });
    const drop = async (file, input) => {
      if (!file) return;
      send({ kind: "drop", name: file.name, text: await file.text() });
      if (input) input.value = "";
    };
    // who comes back is told that the kernel ended meanwhile before they change anything
    let awake = Date.now();
    const look = setInterval(() => {
      if (Date.now() - awake > ASLEEP_MS) send({ kind: "ping" });
      awake = Date.now();
    }, LOOK_MS);
    model.on("change:heard", cheer);
    model.on("change:doc", show);
    show();
    model.send({ kind: "hello" }); // what changed while this page was being made did not reach it
    return () => {
      clearInterval(look);
      model.off("change:heard", cheer);
      model.off("change:doc", show);
    };
  },
};
