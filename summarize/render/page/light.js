"use strict";
// A sentence or a quote lights up in both languages and in the article, from wherever it is pointed at or focused.
let lit = [];

function light(target) {
  const piece = target instanceof Element ? target.closest("[data-key]") : null;
  for (const element of lit) element.classList.remove("lit");
  lit = piece ? fellows(piece) : [];
  for (const element of lit) element.classList.add("lit");
}

function fellows(piece) {
  const keys = piece.dataset.key.split(" ");
  return [...piece.closest("article").querySelectorAll(keys.map((key) => `[data-key~="${key}"]`).join())];
}

document.addEventListener("pointerover", (event) => {
  light(event.target.closest("[data-key]") ? event.target : document.activeElement);
});
document.documentElement.addEventListener("pointerleave", () => light(document.activeElement));
document.addEventListener("focusin", (event) => light(event.target));
document.addEventListener("focusout", () => light(null));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.number");
  const place = link && document.getElementById(link.hash.slice(1));
  if (place) place.closest("details").open = true; // then the browser goes there, and focuses it
});
