// Optional: brings the moment that is being written into view on the map. Without it the map simply begins at its start.
for (const node of document.querySelectorAll(".gs-map [data-current] rect")) {
  const map = node.closest(".gs-map");
  map.scrollLeft = node.x.baseVal.value + node.width.baseVal.value / 2 - map.clientWidth / 2;
  map.scrollTop = node.y.baseVal.value - map.clientHeight / 3;
}
