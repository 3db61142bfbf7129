// Fetches what the language model says of the first results once it is there. The results are on the page already.

const place = document.querySelector('[data-explanation]');
const address = place?.dataset.explanation;
const longest = 200;

if (address) {
  wait(longest);
}

async function wait(left) {
  const answer = await fetch(address).then(response => response.ok ? response.json() : null, () => null);
  if (answer?.state === 'pending' && left > 0) {
    setTimeout(wait, 1000, left - 1);
    return;
  }

  place.textContent = answer?.explanation ?? answer?.reason ?? 'There is no explanation at present.';
}
