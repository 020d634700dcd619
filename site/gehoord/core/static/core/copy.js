/* Copies a text: <button type="button" data-copy="id-of-the-text" data-copied="De code is gekopieerd." hidden>, with an element
   [data-copy-status] (role="status") beside it. The button is shown only where copying works. */
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const status = button.parentElement.parentElement.querySelector("[data-copy-status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      if (status) status.textContent = button.dataset.copied;
    });
  });
})();
