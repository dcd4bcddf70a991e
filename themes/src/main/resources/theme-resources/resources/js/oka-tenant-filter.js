// Narrows the list of tenants while somebody types. Without it the whole list stands there.
const area = document.getElementById("oka-tenant-filter-area");
const filter = document.getElementById("oka-tenant-filter");
const count = document.getElementById("oka-tenant-count");
const items = Array.from(document.querySelectorAll("#oka-tenant-list > li"));

function narrow() {
  const wanted = filter.value.trim().toLowerCase();
  let shown = 0;
  for (const item of items) {
    item.hidden = !item.dataset.search.includes(wanted);
    shown += item.hidden ? 0 : 1;
  }
  count.textContent = shown === 0 ? count.dataset.none : `${shown} / ${items.length}`;
}

if (area && filter && count) {
  area.hidden = false;
  filter.addEventListener("input", narrow);
  // Enter would press the first button, shown or not: take the only one that is left, or none.
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      const left = items.filter((item) => !item.hidden);
      if (left.length === 1) {
        left[0].querySelector("button").click();
      }
    }
  });
  filter.focus();
}
