(() => {
  "use strict";
  const steps = [...document.querySelectorAll(".picture .step")];
  const sections = [...document.querySelectorAll(".about section")];
  const edges = [...document.querySelectorAll(".picture .edge")];
  const of = (element) => element.closest(".workflow").dataset.workflow;
  const find = (workflow, step) =>
    steps.find((one) => of(one) === workflow && one.dataset.step === step);
  const show = (step) => {
    const workflow = step && of(step);
    const name = step && step.dataset.step;
    const section = step
      ? sections.find((one) => one.dataset.workflow === workflow && one.dataset.about === name)
      : sections[0];
    for (const one of sections) one.classList.toggle("shown", one === section);
    const sources = section ? (section.dataset.sources || "").split(" ") : [];
    const peers = steps.filter((one) => of(one) === workflow);
    for (const one of steps) {
      one.classList.toggle("shown", one === step);
      one.setAttribute("aria-pressed", String(one === step));
      one.classList.toggle("source", Boolean(step) && sources.includes(String(peers.indexOf(one))));
    }
    for (const one of edges) {
      const ends = [one.dataset.from, one.dataset.to];
      one.classList.toggle("shown", Boolean(step) && of(one) === workflow && ends.includes(name));
    }
  };
  document.body.classList.add("live");
  for (const step of steps) {
    step.addEventListener("pointerenter", () => show(step));
    step.addEventListener("focus", () => show(step));
    step.addEventListener("click", () => step.focus());
    step.addEventListener("keydown", (event) => {
      const at = steps.indexOf(step);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: steps.length - 1 }[event.key];
      if (next === undefined || !steps[next]) return;
      event.preventDefault();
      steps[next].focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.activeElement) document.activeElement.blur();
    show(null);
  });
  document.querySelector(".about").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    if (!link) return;
    event.preventDefault();
    const step = find(link.dataset.of, link.dataset.step);
    if (step) step.focus();
  });
  show(null);
})();
