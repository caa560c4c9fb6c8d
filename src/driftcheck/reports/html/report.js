"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const [search, shown, nothing] = ["search", "shown", "nothing"].map((id) => document.getElementById(id));
  const selects = ["kind", "severity", "status"].map((id) => document.getElementById(id));
  const findings = [...document.querySelectorAll("article.finding")];
  let texts = null; // made when somebody searches

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = findings.map((finding) => finding.textContent.toLowerCase());
    let count = 0;
    findings.forEach((finding, i) => {
      const match =
        selects.every((select) => !select.value || finding.dataset[select.id] === select.value) &&
        words.every((word) => texts[i].includes(word));
      finding.hidden = !match;
      count += match;
    });
    const number = new Intl.NumberFormat("en");
    shown.textContent = `${number.format(count)} of ${number.format(findings.length)} shown`;
    nothing.hidden = count > 0;
  };

  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(apply);
  };
  form.hidden = false;
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      form.reset();
    }
  });
  const reveal = () => {
    const finding = document.getElementById(location.hash.slice(1));
    if (finding && finding.hidden) {
      form.reset();
      setTimeout(() => finding.scrollIntoView());
    }
  };
  window.addEventListener("hashchange", reveal);
  const opened = [];
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      opened.push(details);
    }
  });
  window.addEventListener("afterprint", () => {
    while (opened.length) opened.pop().open = false;
  });
  apply(); // a browser keeps what was typed before a reload
})();
