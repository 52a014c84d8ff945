/** Fills each `[data-file]` with the text of that very file, so that what is shown is what runs. */
for (const place of document.querySelectorAll('[data-file]')) {
  fetch(place.dataset.file).then(
    async (response) => {
      place.textContent = response.ok ? (await response.text()).trim() : place.dataset.file;
    },
    () => {
      place.textContent = place.dataset.file;
    },
  );
}
