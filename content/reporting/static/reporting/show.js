/* Lets somebody see the words that were typed. Without this file the field stays hidden, and works as well. */
(() => {
  "use strict";
  document.querySelectorAll("[data-shows]").forEach((button) => {
    const field = document.getElementById(button.dataset.shows);
    if (!field) return;
    const show = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.textContent = hidden ? button.dataset.hide : show;
      field.focus();
    });
    field.form.addEventListener("submit", () => { field.type = "password"; });
  });
})();
