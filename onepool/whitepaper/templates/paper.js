const search = document.getElementById("search");
const found = document.getElementById("found");
const entries = [...document.querySelectorAll("[data-entry]")];
const texts = entries.map((entry) => entry.textContent.toLowerCase());

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  entries.forEach((entry, place) => {
    entry.hidden = !words.every((word) => texts[place].includes(word));
    shown += entry.hidden ? 0 : 1;
  });
  document.querySelectorAll("[data-section]").forEach((section) => {
    section.hidden = words.length > 0 && !section.querySelector("[data-entry]:not([hidden])");
  });
  found.textContent = words.length ? `${shown} of ${entries.length} entries` : "";
}

search.addEventListener("input", filter);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});
document.querySelectorAll("a[href^='#']").forEach((link) =>
  link.addEventListener("click", () => {
    if (search.value) {
      search.value = "";
      filter();
    }
  }),
);
window.addEventListener("beforeprint", () =>
  document.querySelectorAll("details").forEach((part) => (part.open = true)),
);
