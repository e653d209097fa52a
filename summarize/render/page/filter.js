"use strict";
// Shows the articles that have all searched words and fit the filters, and of these only the quotes of the speaker.
const tools = document.getElementById("tools");
const search = document.getElementById("search");
const selects = Object.fromEntries([...tools.querySelectorAll("select")].map((select) => [select.id, select]));
const articles = [...document.querySelectorAll("main > article")];
const texts = new Map(); // folded; made when the first word is searched

function folded(article) {
  if (!texts.has(article)) texts.set(article, fold(article.textContent));
  return texts.get(article);
}

function wanted() {
  return fold(search.value).split(/\s+/).filter(Boolean);
}

function chosen(name) {
  return selects[name] ? selects[name].value : "";
}

function fits(article, words) {
  const [place, speaker, note] = ["place", "speaker", "note"].map(chosen);
  const notes = article.dataset.notes.split(" ").filter(Boolean);
  return (
    (!place || article.dataset.place === place) &&
    (!speaker || article.querySelector(`[data-speaker="${speaker}"]`)) &&
    (!note || (note === "any" ? notes.length > 0 : notes.includes(note))) &&
    words.every((word) => folded(article).includes(word))
  );
}

function update() {
  const [words, speaker] = [wanted(), chosen("speaker")];
  let count = 0;
  for (const article of articles) {
    article.hidden = !fits(article, words);
    count += article.hidden ? 0 : 1;
    for (const group of article.querySelectorAll(".speaker")) {
      group.hidden = Boolean(speaker) && group.dataset.speaker !== speaker;
    }
  }
  document.getElementById("shown").textContent =
    count === articles.length ? `${count} ${count === 1 ? "article" : "articles"}` : `${count} of ${articles.length}`;
  document.getElementById("nothing").hidden = count > 0;
  document.dispatchEvent(new CustomEvent("filtered", { detail: words }));
}

// Opens or closes the articles that are shown; those that were not so before.
function turn(open) {
  const turned = articles.filter((article) => !article.hidden && article.firstElementChild.open !== open);
  for (const article of turned) article.firstElementChild.open = open;
  return turned;
}

const all = document.getElementById("all");
all.addEventListener("click", () => {
  const open = all.getAttribute("aria-pressed") === "false";
  all.setAttribute("aria-pressed", `${open}`);
  turn(open);
});
for (const control of [search, ...Object.values(selects)]) control.addEventListener("input", update);

let unfolded = []; // paper has no button to open an article
addEventListener("beforeprint", () => (unfolded = turn(true)));
addEventListener("afterprint", () => unfolded.forEach((article) => (article.firstElementChild.open = false)));

tools.hidden = false;
if (search.value || Object.values(selects).some((select) => select.value)) update(); // after a reload
