/* Moves focus to what needs attention first, such as a list of errors: <div tabindex="-1" data-focus>. */
(() => {
  "use strict";
  const wanted = document.querySelector("[data-focus]");
  if (wanted) wanted.focus();
})();
