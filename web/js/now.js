// Keeps what a page says of "now" current while somebody looks at it. Without it, the sentence stays
// true of the time that it names.
'use strict';

(() => {
  const MOST = 20; // the page may list many contacts: the first are looked at
  const EVERY_MS = 60_000;
  const places = [...document.querySelectorAll('[data-now]')].slice(0, MOST);
  if (places.length === 0) return;

  const renew = async (place) => {
    try {
      const answer = await fetch(place.dataset.now);
      if (!answer.ok) return;
      const { words, open } = await answer.json();
      place.textContent = words;
      place.classList.toggle('open', open);
    } catch {
      // No line: what stands there names its time.
    }
  };
  const renewAll = () => {
    if (!document.hidden) places.forEach(renew);
  };
  setInterval(renewAll, EVERY_MS);
  document.addEventListener('visibilitychange', renewAll);
})();
