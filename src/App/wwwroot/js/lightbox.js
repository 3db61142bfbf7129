// A picture as large as the window, opened from a grid. Its own page is a link away, and what opens without script.

import { remove } from './deletion.js';
import { settle } from './toast.js';
import { Zoom } from './zoom.js';

const shown = 1600; // Pixels of the large thumbnail.
const dialog = document.querySelector('[data-lightbox]');
const picture = dialog.querySelector('[data-picture]');
const name = dialog.querySelector('[data-name]');
const place = dialog.querySelector('[data-place]');
const previous = dialog.querySelector('[data-previous]');
const next = dialog.querySelector('[data-next]');
const zoom = new Zoom(dialog.querySelector('[data-stage]'), picture, {
  closer: loadOriginal,
  swiped: way => way === 'down' ? close() : step(way === 'left' ? 1 : -1),
});

let tile = null;

document.addEventListener('click', event => {
  const shot = event.target.closest?.('[data-grid] .shot[data-large]');
  if (shot && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented) {
    event.preventDefault();
    open(shot.closest('.tile'));
  }
});

previous.addEventListener('click', () => step(-1));
next.addEventListener('click', () => step(1));
dialog.querySelector('[data-close]').addEventListener('click', close);
dialog.querySelector('[data-zoom]').addEventListener('click', () => zoom.closer ? zoom.reset() : zoom.by(2.5));
dialog.querySelector('[data-delete]').addEventListener('click', removeShown);
dialog.addEventListener('cancel', event => {
  event.preventDefault();
  close();
});
dialog.addEventListener('keydown', event => {
  const act = keys[event.key];
  if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    act();
  }
});
document.addEventListener('photoseek:grown', () => dialog.open && tell());
window.addEventListener('popstate', () => dialog.open && shut());

const keys = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  Home: () => show(tiles()[0]),
  End: () => show(tiles().at(-1)),
  '+': () => zoom.by(1.5),
  '=': () => zoom.by(1.5),
  '-': () => zoom.by(1 / 1.5),
  0: () => zoom.reset(),
  z: () => zoom.closer ? zoom.reset() : zoom.by(2.5),
  i: () => dialog.querySelector('[data-details]').click(),
  Delete: removeShown,
};

function tiles() {
  return [...(tile?.parentElement.children ?? [])].filter(one => !one.hidden && one.querySelector('.shot[data-large]'));
}

function open(from) {
  tile = from;
  dialog.showModal();
  next.focus();
  settle();
  show(tile);

  // Going back closes it, as on a phone everything is closed.
  history.pushState({ lightbox: true }, '');
}

function close() {
  history.state?.lightbox ? history.back() : shut();
}

function shut() {
  dialog.close();
  settle();
  picture.removeAttribute('src');

  // After the browser has put the page back to where it was.
  const from = tile.hidden ? tiles()[0] : tile;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    from?.querySelector('.shot').focus({ preventScroll: true });
    from?.scrollIntoView({ block: 'nearest' });
  }));
}

function step(by) {
  const all = tiles();
  const at = all.indexOf(tile) + by;
  if (all[at]) {
    show(all[at]);
  }
}

function show(one) {
  tile = one;
  zoom.reset();
  const shot = tile.querySelector('.shot');
  const [width, height] = shot.dataset.sides.split('x').map(Number);
  const small = shot.querySelector('img');
  picture.alt = small.alt;
  picture.width = width;
  picture.height = height;
  picture.src = small.complete && small.naturalWidth > 0 ? small.currentSrc : shot.dataset.large;
  sharpen(shot.dataset.large, tile);
  name.textContent = small.alt;
  dialog.querySelector('[data-details]').href = shot.getAttribute('href');
  dialog.querySelector('[data-similar]').href = `/?like=${tile.dataset.id}`;
  dialog.querySelector('[data-original]').href = `/api/images/${tile.dataset.id}/original`;
  tell();
  for (const beside of neighbours()) {
    new Image().src = beside.querySelector('.shot').dataset.large;
  }
}

function neighbours() {
  const all = tiles();
  const at = all.indexOf(tile);
  return [all[at + 1], all[at - 1]].filter(Boolean);
}

function tell() {
  const all = tiles();
  const at = all.indexOf(tile);
  place.textContent = `${at + 1} of ${all.length}`;
  previous.disabled = at <= 0;
  next.disabled = at === all.length - 1;
  if (at >= all.length - 4) {
    document.dispatchEvent(new CustomEvent('photoseek:more'));
  }
}

// What is shown is replaced once the better one is there, and only if it is still shown.
async function sharpen(source, of) {
  const better = new Image();
  better.src = source;
  await better.decode().catch(() => {});
  if (tile === of && dialog.open && better.naturalWidth > 0) {
    picture.src = source;
  }
}

function loadOriginal() {
  const [width, height] = tile.querySelector('.shot').dataset.sides.split('x').map(Number);
  const source = dialog.querySelector('[data-original]').href;
  if (Math.max(width, height) > shown && picture.src !== source) {
    sharpen(source, tile);
  }
}

async function removeShown() {
  if (dialog.querySelector('[data-delete]').hidden) {
    return; // Who may only look.
  }

  const gone = tile;
  const beside = neighbours()[0];
  if (await remove([Number(gone.dataset.id)])) {
    beside ? show(beside) : close();
  }
}
