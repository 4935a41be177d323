// Sorts the table by the column whose button is pressed; a second press turns the order round.
const table = document.getElementById("class");
const body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells];
const key = (row, place) => row.cells[place].dataset.order;
const compare = (one, other) => {
  const [first, second] = [Number(one), Number(other)];
  return Number.isNaN(first) || Number.isNaN(second) ? one.localeCompare(other) : first - second;
};
heads.forEach((head, place) => {
  const button = head.querySelector("button");
  button.disabled = false;
  button.addEventListener("click", () => {
    const turned = head.getAttribute("aria-sort") === "ascending";
    const rows = [...body.rows].sort((one, other) => compare(key(one, place), key(other, place)));
    body.append(...(turned ? rows.reverse() : rows));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", turned ? "descending" : "ascending");
  });
});
