"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { looks, acts, actors, documents, views } = data;
  const byId = (id) => document.getElementById(id);
  const keysOfActs = Object.keys(acts);

  // Every text goes into the page as text; nothing of the data is ever parsed as HTML.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined && child !== "") element.append(child);
    return element;
  }
  const text = (value) => { const element = make("bdi"); element.textContent = value; return element; };
  function between(items, separator) {
    return items.flatMap((item, index) => (index ? [separator, item] : [item]));
  }
  const names = (things) => things.map((thing) => thing.label).join(", ");
  const number = (count) => count.toLocaleString("en");
  const shortened = (value, most) => (value.length > most ? value.slice(0, most - 1).trimEnd() + "…" : value);

  // What a search looks through, once an act.
  const haystacks = new Map(keysOfActs.map((key) => {
    const act = acts[key];
    const told = act.tellings.flatMap((t) => [t.article, t.publisher, t.name, ...t.chain, ...t.quotes]);
    const words = [act.type_label, act.type, act.date, act.content, ...told, ...act.for];
    for (const list of [act.performers, act.addressees, act.documents]) words.push(names(list));
    return [key, words.filter(Boolean).join("\n").toLowerCase()];
  }));
  function touched(key) {
    const act = acts[key];
    return [...act.performers, ...act.addressees, ...act.documents].map((thing) => thing.key).filter(Boolean);
  }
  const actsOf = new Map();
  for (const key of keysOfActs) {
    for (const thing of new Set(touched(key))) actsOf.set(thing, [...(actsOf.get(thing) || []), key]);
  }

  function modality(act) {
    const told = new Set(act.tellings.map((t) => looks.modalities[t.modality] ?? t.modality));
    return told.has("") || !told.size ? "" : [...told].join(", ");
  }
  function sources(telling) {
    const paper = [telling.publisher, telling.published].filter(Boolean).join(", ");
    return [...telling.chain, paper || telling.article];
  }

  // Tooltips: elements, never strings, so that no title is read as HTML.
  function tip(key) {
    if (acts[key]) {
      const act = acts[key], telling = act.tellings[0];
      const element = make("div", {});
      element.append(make("p", {}, make("strong", {}, text(act.type_label)), act.date ? make("span", { class: "quiet" }, " · ", text(act.date)) : null));
      element.append(make("p", {}, text(names(act.performers)), act.addressees.length ? [" → ", text(names(act.addressees))] : []));
      if (modality(act)) element.append(make("p", { class: "quiet" }, modality(act)));
      if (telling) {
        for (const quote of telling.quotes) element.append(make("p", { class: "said" }, text(shortened(quote, 220))));
        element.append(make("p", { class: "quiet" }, "On the word of ", between(sources(telling).map(text), " → ")));
        element.append(make("p", { class: "quiet" }, text(telling.article)));
      }
      return element;
    }
    const thing = actors[key] || documents[key];
    const count = (actsOf.get(key) || []).length;
    return make("div", {}, make("p", {}, make("strong", {}, text(thing ? thing.label : ""))), make("p", { class: "quiet" }, thing ? thing.kind : "", ` · ${count} ${count === 1 ? "act" : "acts"}`));
  }

  const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, title: tip(node.id) })));
  const edges = new vis.DataSet(data.edges.map((edge, index) => ({ ...edge, id: `e${index}` })));
  const home = new Map(data.nodes.map((node) => [node.id, node]));
  const network = new vis.Network(byId("network"), { nodes, edges }, data.options);
  const state = { view: 0, search: "", type: "", hidden: new Set(), chosen: null };

  function fits(key) {
    const act = acts[key];
    return !state.hidden.has(act.family) && (!state.type || act.type === state.type) && (!state.search || haystacks.get(key).includes(state.search));
  }
  const inView = (key) => key in views[state.view].places;
  const shownActs = () => keysOfActs.filter((key) => inView(key) && fits(key));

  function faded(colour) { return colour === "#ffffff" ? "rgba(255,255,255,.35)" : "rgba(27,31,36,.12)"; }
  function draw(refit) {
    const places = views[state.view].places;
    const shown = new Set(shownActs());
    for (const key of [...shown]) touched(key).forEach((thing) => shown.add(thing));
    let bright = null;
    if (state.chosen) {
      bright = new Set([state.chosen, ...network.getConnectedNodes(state.chosen)]);
      if (!acts[state.chosen]) for (const key of actsOf.get(state.chosen) || []) touched(key).forEach((thing) => bright.add(thing));
    }
    nodes.update(data.nodes.map((node) => {
      const [x, y, size] = places[node.id] || [node.x, node.y, node.font.size];
      const dim = bright && !bright.has(node.id);
      return { id: node.id, x, y, hidden: !shown.has(node.id) || !(node.id in places), opacity: dim ? 0.16 : 1, font: { ...node.font, size, color: dim ? faded(node.font.color) : node.font.color } };
    }));
    edges.update(data.edges.map((edge, index) => {
      const dim = bright && !(bright.has(edge.from) && bright.has(edge.to) && (edge.from === state.chosen || edge.to === state.chosen || !acts[state.chosen]));
      return { id: `e${index}`, color: { ...edge.color, opacity: dim ? 0.12 : 1 } };
    }));
    if (refit) fit();
  }
  // vis-network's own fit leaves much of the stage empty.
  function fit() {
    network.redraw();
    const boxes = nodes.getIds({ filter: (node) => !node.hidden }).map((key) => network.getBoundingBox(key));
    if (!boxes.length) return;
    const left = Math.min(...boxes.map((box) => box.left)), right = Math.max(...boxes.map((box) => box.right));
    const top = Math.min(...boxes.map((box) => box.top)), bottom = Math.max(...boxes.map((box) => box.bottom));
    const stage = byId("network"), air = 24;
    const scale = Math.min((stage.clientWidth - 2 * air) / (right - left), (stage.clientHeight - 2 * air) / (bottom - top), 1.3);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  function list() {
    const shown = shownActs(), all = keysOfActs.filter(inView).length;
    byId("found").textContent = shown.length === all ? `${number(all)} ${all === 1 ? "act" : "acts"}` : `${number(shown.length)} of ${number(all)} acts`;
    byId("reset").hidden = shown.length === all && !state.search && !state.type;
    let article = null;
    const items = [];
    for (const key of shown) {
      const told = acts[key].tellings[0];
      if (views.length > 2 && !state.view && told && told.article_iri !== article) {
        article = told.article_iri;
        items.push(make("li", { class: "article" }, text(told.article)));
      }
      items.push(make("li", {}, entry(key)));
    }
    byId("acts").replaceChildren(...items);
  }
  function chip(act) {
    const family = looks.families[act.family];
    const element = make("span", { class: modality(act) ? "chip unsure" : "chip" }, text(act.type_label));
    element.style.background = family.colour;
    element.style.color = family.text;
    return element;
  }
  function entry(key) {
    const act = acts[key];
    return make("button", { type: "button", "data-key": key, "aria-pressed": String(state.chosen === key), onclick: () => choose(key, true) },
      act.date ? make("span", { class: "when" }, text(act.date)) : null, chip(act),
      make("span", { class: "who" }, text(names(act.performers)), act.addressees.length ? [" → ", text(names(act.addressees))] : []));
  }

  function link(thing) {
    if (!thing.key) return text(thing.label);
    const label = acts[thing.key] ? actLabel(thing.key) : thing.label;
    return make("button", { type: "button", class: "plain", onclick: () => choose(thing.key, true) }, text(label));
  }
  function actLabel(key) {
    const act = acts[key];
    return `${names(act.performers)}: ${act.type_label}${act.addressees.length ? " → " + names(act.addressees) : ""}`;
  }
  function line(term, value) { return value && (!Array.isArray(value) || value.length) ? [make("dt", {}, term), make("dd", {}, value)] : []; }

  function actPanel(key) {
    const act = acts[key];
    const parts = [chip(act), make("h2", {}, between(act.performers.map(link), ", "), act.addressees.length ? [" → ", ...between(act.addressees.map(link), ", ")] : [])];
    if (modality(act)) parts.push(make("p", { class: "modality" }, modality(act)));
    parts.push(make("dl", {},
      line("Date", text(act.date || "not told")),
      line("Acting for", act.for.length ? text(act.for.join(", ")) : null),
      line("Document", between(act.documents.map(link), ", ")),
      line("What", act.content ? text(act.content) : null),
      line("Answers", between(act.answers.map(link), make("br"))),
      line("Answered by", act.answered_by.flatMap((thing) => [link(thing), make("br")]))));
    for (const telling of act.tellings) parts.push(...tellingPanel(telling));
    return parts;
  }
  function tellingPanel(telling) {
    const head = make("h3", {}, "In the words of the article");
    const quotes = telling.quotes.map((quote) => make("blockquote", {}, text(quote)));
    const web = /^https?:\/\//i.test(telling.url || "");
    const title = web ? make("a", { href: telling.url, rel: "noreferrer noopener", target: "_blank" }, text(telling.article)) : text(telling.article);
    const steps = telling.chain.length ? telling.chain.map((source) => make("li", {}, text(source))) : [make("li", {}, "the article's own voice")];
    const paper = make("li", {}, title, make("div", { class: "quiet" }, text([telling.publisher, telling.published].filter(Boolean).join(", "))));
    const told = make("ol", { class: "chain", "aria-label": "On whose word, the innermost first" }, steps, paper);
    const reader = [telling.reader ? `read by ${telling.reader}` : "", telling.confidence ? `confidence ${telling.confidence}` : ""].filter(Boolean).join(", ");
    return [head, ...quotes, make("h3", {}, "On whose word"), make("div", { class: "telling" }, told, reader ? make("p", { class: "quiet" }, text(reader)) : null)];
  }
  function thingPanel(key) {
    const thing = actors[key] || documents[key];
    const item = /^Q[1-9][0-9]*$/.test(thing.wikidata || "") ? make("a", { href: `https://www.wikidata.org/wiki/${thing.wikidata}`, rel: "noreferrer noopener", target: "_blank" }, thing.wikidata) : null;
    const facts = make("dl", {},
      line("Office", thing.office ? text(thing.office) : null),
      line("Acting for", thing.for && thing.for.length ? text(thing.for.join(", ")) : null),
      line("Members", thing.size ? `${thing.size}, as the text states` : null),
      line("Parties", thing.parties && thing.parties.length ? text(thing.parties.join(", ")) : null),
      actors[key] ? line("Wikidata", item || "not linked") : []);
    const mine = actsOf.get(key) || [];
    return [make("span", { class: "quiet" }, thing.kind), make("h2", {}, text(thing.label)), facts,
      make("h3", {}, `${mine.length} ${mine.length === 1 ? "act" : "acts"}`), make("ul", {}, mine.map((act) => make("li", {}, make("button", { type: "button", class: "plain", onclick: () => choose(act, true) }, text(actLabel(act))))))];
  }
  function choose(key, move) {
    state.chosen = key;
    const panel = byId("panel");
    if (key && acts[key] && !(inView(key) && fits(key))) reset(false);
    panel.hidden = !key;
    if (key) {
      panel.replaceChildren(make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => choose(null) }, "×"), ...(acts[key] ? actPanel(key) : thingPanel(key)));
      panel.scrollTop = 0;
      network.selectNodes([key]);
    } else network.unselectAll();
    draw(false);
    if (key && move) {
      const scale = Math.max(network.getScale(), 0.75);
      network.moveTo({ position: network.getPosition(key), scale, offset: { x: panel.offsetParent ? -170 : 0, y: 0 }, animation: false });
    }
    for (const button of document.querySelectorAll("#acts button")) button.setAttribute("aria-pressed", String(button.dataset.key === key));
    const pressed = document.querySelector('#acts button[aria-pressed="true"]');
    if (pressed && !move) pressed.scrollIntoView({ block: "nearest" });
  }
  function reset(andFit) {
    Object.assign(state, { search: "", type: "" });
    state.hidden.clear();
    if (state.chosen && !inView(state.chosen)) { state.view = 0; byId("view").value = "0"; }
    byId("search").value = "";
    byId("type").value = "";
    legend();
    list();
    if (andFit) draw(true);
  }

  function counted(label, count) { return `${label} (${number(count)})`; }
  function types() {
    const select = byId("type");
    select.replaceChildren(make("option", { value: "" }, "All types"));
    for (const family of Object.keys(looks.families)) {
      const found = new Map();
      for (const key of keysOfActs) if (acts[key].family === family && inView(key)) found.set(acts[key].type, [acts[key].type_label, (found.get(acts[key].type) || ["", 0])[1] + 1]);
      const group = make("optgroup", { label: looks.families[family].label });
      for (const [type, [label, count]] of [...found].sort()) group.append(make("option", { value: type }, counted(label, count)));
      if (found.size) select.append(group);
    }
    if (![...select.options].some((option) => option.value === state.type)) state.type = "";
    select.value = state.type;
  }
  const SVG = "http://www.w3.org/2000/svg";
  function svg(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }
  function shape(group) {
    const look = looks.groups[group];
    const paint = { fill: look.background, stroke: look.border, "stroke-width": 1.4, "stroke-dasharray": look.dashed ? "3 2" : "none" };
    return svg("svg", { width: 22, height: 13, "aria-hidden": "true" }, svg("rect", { x: 1, y: 1, width: 20, height: 11, rx: Math.min(look.radius, 5.5), ...paint }));
  }
  function stroke(relation) {
    const look = looks.relations[relation];
    const parts = [svg("line", { x1: 1, y1: 6.5, x2: 20, y2: 6.5, stroke: look.colour, "stroke-width": look.width, "stroke-dasharray": (look.dashes || []).join(" ") || "none" })];
    if (look.arrows) parts.push(svg("path", { d: "M26 6.5 L18 2.5 L18 10.5 Z", fill: look.colour }));
    return svg("svg", { width: 27, height: 13, "aria-hidden": "true" }, ...parts);
  }
  function legend() {
    const families = Object.entries(looks.families).filter(([family]) => keysOfActs.some((key) => acts[key].family === family));
    const buttons = families.map(([family, look]) => {
      const swatch = make("span", { class: "swatch" });
      swatch.style.background = look.colour;
      return make("button", { type: "button", "aria-pressed": String(!state.hidden.has(family)), title: "Show or hide these acts", onclick: () => {
        if (!state.hidden.delete(family)) state.hidden.add(family);
        legend(); list(); draw(true);
      } }, swatch, look.label);
    });
    const groups = [["state", "State"], ["organisation", "Organisation"], ["person", "Person"], ["group", "Group"], ["document", "Document"]];
    const lines = [["addressee", "who → act → to whom"], ["respondsTo", "answers"], ["document", "by or on a document"], ["actsFor", "acts for"]];
    byId("legend").replaceChildren(make("div", { class: "families", role: "group", "aria-label": "Families of acts" }, buttons), make("div", { class: "things" },
      groups.map(([group, label]) => make("span", {}, shape(group), label)), lines.map(([relation, label]) => make("span", {}, stroke(relation), label)),
      make("span", {}, "dashed act: not told as having happened")));
  }

  const drawnActs = keysOfActs.length;
  byId("counts").textContent = [[views.length - 1, "article", "articles"], [drawnActs, "act", "acts"], [Object.keys(actors).length, "actor", "actors"], [Object.keys(documents).length, "document", "documents"]]
    .map(([count, one, many]) => `${number(count)} ${count === 1 ? one : many}`).join(" · ");
  if (data.note) { byId("note").textContent = data.note; byId("note").hidden = false; }
  if (drawnActs < data.acts_in_all) {
    byId("cut").textContent = `Shown: the ${number(drawnActs)} most connected of ${number(data.acts_in_all)} acts (${number(data.nodes.length)} of ${number(data.things_in_all)} things). All are in acts.csv.`;
    byId("cut").hidden = false;
  }
  byId("view").append(...views.map((view, index) => make("option", { value: index }, view.label)));
  byId("view").disabled = views.length < 3;
  byId("view").addEventListener("change", (event) => {
    state.view = Number(event.target.value);
    if (state.chosen && !inView(state.chosen)) choose(null);
    types(); list(); draw(true);
  });
  byId("search").addEventListener("input", (event) => { state.search = event.target.value.trim().toLowerCase(); list(); draw(true); });
  byId("type").addEventListener("change", (event) => { state.type = event.target.value; list(); draw(true); });
  byId("reset").addEventListener("click", () => reset(true));
  byId("closer").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.4 }));
  byId("wider").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.4 }));
  byId("whole").addEventListener("click", fit);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.chosen) choose(null); });
  network.on("click", (event) => choose(event.nodes.length ? event.nodes[0] : null, false));
  let resized = null;
  addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(fit, 150); });
  types(); legend(); list(); draw(true);
  document.body.dataset.ready = "true";
})();
