// Turns the pictures of docked poses into views that can be moved; 3Dmol.js draws them.
(() => {
  "use strict";
  if (!window.$3Dmol) return;
  const COLOURS = {
    fixed: { tube: "#0b5c82", residue: "#06344a" },
    mobile: { tube: "#c2570c", residue: "#6e2f04" },
  };
  const STEP = 15;
  const ORDERS = {
    left: (view) => view.rotate(-STEP, "vy"),
    right: (view) => view.rotate(STEP, "vy"),
    up: (view) => view.rotate(-STEP, "vx"),
    down: (view) => view.rotate(STEP, "vx"),
    nearer: (view) => view.zoom(1.2),
    farther: (view) => view.zoom(1 / 1.2),
  };
  const BUTTONS = [
    ["left", "◀", "Turn left"],
    ["right", "▶", "Turn right"],
    ["up", "▲", "Turn up"],
    ["down", "▼", "Turn down"],
    ["nearer", "+", "Nearer"],
    ["farther", "−", "Farther"],
  ];
  const KEYS = {
    ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
    "+": "nearer", "=": "nearer", "-": "farther",
  };
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  // the atoms as lines of a PDB file, which the library reads best: it finds bonds and folds itself
  const unpack = (pose) => {
    const bytes = Uint8Array.from(atob(pose.xyz), (letter) => letter.charCodeAt(0));
    const steps = new DataView(bytes.buffer);
    const kinds = pose.kinds.map((kind) => kind.split(" "));
    const touching = new Set(pose.touching);
    const found = { text: "", sides: {}, marked: { fixed: [], mobile: [] }, names: {} };
    const lines = [];
    let atom = 0;
    let residue = 0;
    found.places = [];
    pose.chains.forEach((chain, i) => {
      const letter = LETTERS[i % LETTERS.length];
      (found.sides[chain.side] ||= []).push(letter);
      found.names[letter] = chain.chain;
      chain.residues.split(" ").forEach((written) => {
        const [code, number] = written.split(",");
        const [name, ...atoms] = kinds[code];
        const place = number.match(/^(-?\d+)(.*)$/);
        if (touching.has(residue)) found.marked[chain.side].push({ chain: letter, resi: +place[1] });
        residue += 1;
        atoms.forEach((label) => {
          const place3 = [0, 1, 2].map((axis) =>
            steps.getInt16(6 * atom + 2 * axis, true) * pose.unit);
          const xyz = place3.map((value) => value.toFixed(3).padStart(8));
          found.places.push(place3);
          atom += 1;
          lines.push("ATOM  " + String(atom % 100000).padStart(5) + " "
            + (label.length < 4 ? " " + label.padEnd(3) : label) + " " + name.padStart(3) + " "
            + letter + place[1].padStart(4) + (place[2] || " ") + "   " + xyz.join("")
            + "  1.00  0.00          " + label[0].padStart(2));
        });
      });
    });
    found.text = lines.join("\n");
    return found;
  };

  // The library puts the mean of the atoms in the middle and leaves room for every way of turning.
  // Here the middle of their extent is put there, as near as every atom with its ribbon stays in.
  const HALF = Math.tan(Math.PI / 18); // of the field of view, 20 degrees from top to bottom
  const ROOM = 3; // ångström about an atom
  const fit = (view, places, shape) => {
    const over = (make) => [0, 1, 2].map((axis) => make(places.map((place) => place[axis])));
    const extremes = over((values) => values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]));
    const middle = extremes.map(([low, high]) => (low + high) / 2);
    const mean = over((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
    let radius = 5;
    let distance = 0;
    places.forEach((place) => {
      radius = Math.max(radius, Math.hypot(...place.map((value, axis) => value - mean[axis])));
      const [x, y, z] = place.map((value, axis) => value - middle[axis]);
      const reach = Math.max(Math.abs(y) + ROOM, (Math.abs(x) + ROOM) / shape);
      distance = Math.max(distance, reach / HALF + z + ROOM);
    });
    const seen = view.getView();
    view.setView([...middle.map((value) => -value), ...seen.slice(3)]);
    view.zoom(radius / HALF / distance);
  };

  const dress = (view, pose, found) => {
    Object.entries(found.sides).forEach(([side, chains]) => {
      const tube = { color: COLOURS[side].tube };
      view.setStyle({ chain: chains }, { cartoon: pose.traced ? { ...tube, style: "trace" } : tube });
      found.marked[side].forEach((one) => {
        view.addStyle(one, { stick: { radius: 0.22, color: COLOURS[side].residue } });
      });
    });
    const say = (atom) => {
      if (atom.label) return;
      atom.label = view.addLabel(found.names[atom.chain] + ":" + atom.resn + atom.resi, {
        position: atom, backgroundColor: "#1d2733", backgroundOpacity: 0.85, fontSize: 13,
      });
    };
    const hush = (atom) => {
      if (!atom.label) return;
      view.removeLabel(atom.label);
      delete atom.label;
    };
    view.setHoverable({}, true, say, hush);
    view.setHoverDuration(80);
  };

  const hasWebGL = () => {
    const canvas = document.createElement("canvas");
    const found = canvas.getContext("webgl2") || canvas.getContext("webgl");
    const lose = found && found.getExtension("WEBGL_lose_context");
    if (lose) lose.loseContext();
    return Boolean(found);
  };

  // one view at a time: a forgotten one costs power
  let close = () => {};
  const start = (frame, press) => {
    close();
    const stage = frame.querySelector(".stage");
    const room = document.createElement("div");
    room.className = "turning";
    room.tabIndex = 0;
    room.setAttribute("role", "application");
    room.setAttribute("aria-label", frame.dataset.title + ", view that turns. Arrow keys turn it, "
      + "plus and minus change its size, Escape goes back to the picture.");
    stage.classList.add("in-3d");
    stage.append(room);
    const pose = JSON.parse(frame.querySelector("script").textContent);
    let view = null;
    try {
      const found = unpack(pose);
      view = $3Dmol.createViewer(room, { backgroundColor: "white" });
      // without it the library stays silent and shows nothing
      if (!hasWebGL()) throw new Error("no WebGL");
      view.addModel(found.text, "pdb");
      dress(view, pose, found);
      view.zoomTo();
      fit(view, found.places, room.clientWidth / room.clientHeight);
      view.render();
    } catch (error) {
      console.error("pose left as a picture:", error);
      room.remove();
      stage.classList.remove("in-3d");
      frame.querySelector(".tools").textContent = "This browser draws no 3D; the picture stays.";
      return;
    }
    const obey = (name) => { ORDERS[name](view); view.render(); };
    room.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); press.focus(); }
      if (!KEYS[event.key]) return;
      event.preventDefault();
      obey(KEYS[event.key]);
    });
    const caption = frame.querySelector(".drawn");
    const still = caption.textContent;
    caption.textContent = (pose.traced ? "Chains as lines through one atom a residue"
      : "Chains as ribbons: helices and strands as the library finds them")
      + "; as sticks: residues that touch the partner.";
    const orders = BUTTONS.map(([name, sign, words]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = words;
      button.setAttribute("aria-label", words);
      button.addEventListener("click", () => obey(name));
      return button;
    });
    press.textContent = "Back to the picture";
    press.after(...orders);
    stage.removeAttribute("role");
    room.focus({ preventScroll: true });
    close = () => {
      view.clear();
      room.remove();
      stage.classList.remove("in-3d");
      orders.forEach((button) => button.remove());
      press.textContent = "Turn in 3D";
      caption.textContent = still;
      stage.setAttribute("role", "img");
      close = () => {};
    };
  };

  document.querySelectorAll(".pose-view").forEach((frame) => {
    if (!frame.querySelector("script")) return;
    const tools = document.createElement("p");
    tools.className = "tools";
    const press = document.createElement("button");
    press.type = "button";
    press.textContent = "Turn in 3D";
    press.addEventListener("click", () => {
      if (frame.querySelector(".turning")) close(); else start(frame, press);
    });
    tools.append(press);
    frame.querySelector(".stage").after(tools);
  });
  addEventListener("beforeprint", () => close());
})();
