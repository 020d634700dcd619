// Shows the print button where a script can print; without it the sentence beside it says how.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
