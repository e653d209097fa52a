"use strict";
// As `fold` of summarize/arabic.py: letter forms, tashkeel, tatweel, digits and case do not matter. A test compares them.
const CHANGED = /[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufb50-\ufdff\ufe70-\ufefc\u00a0\u2007\u202f]/g;
const DROPPED = /[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/g;
const FOLDED = Object.fromEntries([..."أإآٱىةؤئکیہ"].map((letter, at) => [letter, "اااايهويكيه"[at]]));
for (const zero of "٠۰") {
  for (let value = 0; value < 10; value++) FOLDED[String.fromCodePoint(zero.codePointAt(0) + value)] = `${value}`;
}
const LETTERS = new RegExp(`[${Object.keys(FOLDED).join("")}]`, "g");

function plain(char) {
  if ("\u00a0\u2007\u202f".includes(char)) return " ";
  return char >= "\ufb50" && char <= "\ufefc" ? char.normalize("NFKC").replace(DROPPED, "") : "";
}

function fold(text) {
  return text.replace(CHANGED, plain).replace(LETTERS, (letter) => FOLDED[letter]).toLowerCase();
}
