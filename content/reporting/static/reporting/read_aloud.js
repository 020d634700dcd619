/* Reads our own sentences aloud, with a voice that lives on the device: what the page says goes to nobody. What a student types is
   never read. Without such a voice for this language the button stays hidden. */
(() => {
  "use strict";
  const place = document.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!place || !speech) return;
  const button = place.querySelector("button"), label = button.querySelector("span"), start = label.textContent;
  const language = document.documentElement.lang;
  const voice = () => speech.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(language));
  const rest = () => { label.textContent = start; };
  const offer = () => { place.hidden = !voice(); };
  button.addEventListener("click", () => {
    if (speech.speaking) { speech.cancel(); rest(); return; }
    label.textContent = button.dataset.stop;
    const texts = [...document.querySelectorAll("[data-read]")].map((part) => part.textContent.trim()).filter(Boolean);
    texts.forEach((text, index) => {
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice(); words.lang = language; words.rate = 0.95;
      if (index === texts.length - 1) words.onend = rest;
      speech.speak(words);
    });
  });
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
})();
