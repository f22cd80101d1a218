(() => {
  "use strict";
  // figures: the still image stays until its interactive twin is drawn, and for print
  const draw = (panel) => {
    const live = panel.querySelector(".live");
    const spec = JSON.parse(panel.querySelector("script").textContent);
    panel.classList.add("drawing");
    return vegaEmbed(live, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false })
      .then(() => panel.classList.add("drawn"))
      .catch((error) => console.error("figure left as an image:", error))
      .finally(() => panel.classList.remove("drawing"));
  };
  if (window.vegaEmbed) {
    document.querySelectorAll(".panel").forEach(draw);
  }

  // numbers: a tap or the focus shows where one comes from
  const box = document.getElementById("origin");
  const tell = (number) => {
    document.querySelectorAll("data.num.asked").forEach((one) => one.classList.remove("asked"));
    box.hidden = !number;
    if (number) {
      number.classList.add("asked");
      box.textContent = number.textContent + " — " + number.title;
    }
  };
  document.addEventListener("click", (event) => tell(event.target.closest("data.num")));

  // keyboard: one stop a table, arrows go from number to number, Escape closes
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const rove = (numbers, next) => {
    numbers.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
  };
  document.querySelectorAll("table").forEach((table) => {
    const numbers = [...table.querySelectorAll("data.num")];
    rove(numbers, numbers[0]);
    table.addEventListener("focusin", (event) => {
      if (numbers.includes(event.target)) { rove(numbers, event.target); tell(event.target); }
    });
    table.addEventListener("keydown", (event) => {
      const next = numbers[numbers.indexOf(event.target) + steps[event.key]];
      if (!numbers.includes(event.target) || !next) return;
      event.preventDefault();
      next.focus();
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell(null);
  });

  // dossiers and sheets: a link opens the one that it leads to, a button opens all of them
  const open = (target) => { if (target && target.matches("details")) target.open = true; };
  const follow = () => {
    if (/^#(dossier|docked)-/.test(location.hash)) open(document.getElementById(location.hash.slice(1)));
  };
  addEventListener("hashchange", follow);
  follow();
  document.querySelectorAll("button[data-within]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      document.getElementById(button.dataset.within).querySelectorAll("details.dossier").forEach(open);
      button.hidden = true;
    });
  });

  // print shows where numbers come from; long lists stay on the screen
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.origins:not([open])")];
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));

  // the table of contents follows the reading
  const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
  const strip = document.querySelector(".contents");
  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(entry.target.id);
      if (!link) return;
      link.setAttribute("aria-current", "true");
      if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = link.offsetLeft - 40;
    });
  }, { rootMargin: "-15% 0px -75% 0px" });
  document.querySelectorAll("main > section").forEach((section) => seen.observe(section));
})();
