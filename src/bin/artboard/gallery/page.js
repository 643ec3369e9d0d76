"use strict";
const figures = Array.from(document.querySelectorAll("figure"));
const buttons = Array.from(document.querySelectorAll("[data-show]"));
const search = document.getElementById("search");
const shown = document.getElementById("shown");
let kind = "all";
const filter = () => {
  const words = search.value.trim().toLowerCase();
  let count = 0;
  figures.forEach((figure) => {
    const fits = kind === "all" ? true : figure.dataset.kind === kind;
    const found = words === "" ? true : figure.dataset.name.toLowerCase().includes(words);
    figure.hidden = fits ? !found : true;
    count += figure.hidden ? 0 : 1;
  });
  shown.textContent = count + " of " + figures.length;
};
buttons.forEach((button) => button.addEventListener("click", () => {
  kind = button.dataset.show;
  buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  filter();
}));
search.addEventListener("input", filter);
document.querySelectorAll(".view input").forEach((slider) => {
  const move = () => slider.parentElement.style.setProperty("--at", slider.value + "%");
  slider.addEventListener("input", move);
  move();
});
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
const grounds = ["", "checker", "white", "black", "magenta"];
const ground = document.getElementById("ground");
const lay = () => {
  const root = document.documentElement;
  const next = grounds[(grounds.indexOf(root.dataset.ground || "") + 1) % grounds.length];
  if (next) { root.dataset.ground = next; } else { delete root.dataset.ground; }
  ground.textContent = (next ? "On " + next : "As it is") + " ( b )";
};
ground.addEventListener("click", lay);
document.addEventListener("keydown", (event) => {
  if (event.target === search) { if (event.key === "Escape") { search.value = ""; filter(); search.blur(); } return; }
  if (event.key === "b") { lay(); return; }
  if (event.key === "/") { event.preventDefault(); search.focus(); return; }
  if (event.key === "j" || event.key === "k") {
    const open = figures.filter((figure) => !figure.hidden);
    const at = open.findIndex((figure) => figure.contains(document.activeElement));
    const next = open[event.key === "j" ? Math.min(at + 1, open.length - 1) : Math.max(at - 1, 0)];
    if (next) { (next.querySelector("input") || next).focus(); next.scrollIntoView({ block: "center" }); }
  }
});
filter();
