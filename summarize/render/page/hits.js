"use strict";
// Marks the searched words where the browser can do that without touching the page.
const MOST = 50; // articles that are marked; who sees more of them types another letter

function places(text, words) {
  const at = []; // of every folded character, its place in the text
  let plain = "";
  let place = 0;
  for (const char of text) {
    const letters = fold(char);
    for (let i = 0; i < letters.length; i++) at.push([place, place + char.length]);
    plain += letters;
    place += char.length;
  }
  return words.flatMap((word) => found(plain, word)).map(([start, end]) => [at[start][0], at[end - 1][1]]);
}

function found(plain, word) {
  const spans = [];
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) {
    spans.push([at, at + word.length]);
  }
  return spans;
}

function ranges(root, words) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const hits = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const plain = fold(node.data);
    if (!words.some((word) => plain.includes(word))) continue;
    for (const [start, end] of places(node.data, words)) {
      hits.push(new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }));
    }
  }
  return hits;
}

document.addEventListener("filtered", (event) => {
  if (!window.Highlight) return;
  const shown = event.detail.length ? articles.filter((article) => !article.hidden).slice(0, MOST) : [];
  CSS.highlights.set("hit", new Highlight(...shown.flatMap((article) => ranges(article, event.detail))));
});
