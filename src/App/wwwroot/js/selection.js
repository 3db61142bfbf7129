// Choosing several pictures of a page, to search by them, tag, download or delete them together.

import { post } from './api.js';
import { remove } from './deletion.js';
import { say, settle } from './toast.js';
import { pictures } from './wording.js';

const bar = document.querySelector('[data-selection]');
const count = bar.querySelector('[data-count]');
const dialog = document.querySelector('[data-tagging]');
const chosen = new Set();
const mostLikes = 8;
const mostDownloads = 500;
let on = false; // Whether choosing was asked for, so that a tap chooses.
let last = null;

document.addEventListener('change', event => {
  if (event.target.matches?.('[data-pick]')) {
    choose(event.target.closest('.tile'), event.target.checked);
  }
});

// Before the lightbox hears of it: while something is chosen, a click on a picture chooses.
document.addEventListener('click', event => {
  const tile = event.target.closest?.('[data-grid] > .tile');
  if (!tile) {
    return;
  }

  const picked = event.target.closest('[data-pick]');
  if (event.shiftKey && last && (picked || event.target.closest('.shot'))) {
    range(last, tile);
    picked || event.preventDefault();
  } else if (!picked && selecting() && event.target.closest('.shot') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    choose(tile, !chosen.has(idOf(tile)));
  }
}, { capture: true });

document.addEventListener('keydown', event => {
  const tile = document.activeElement?.closest?.('[data-grid] > .tile');
  if (event.key === 'x' && tile && !event.ctrlKey && !event.metaKey && !event.altKey) {
    choose(tile, !chosen.has(idOf(tile)));
  } else if (event.key === 'Escape' && selecting() && !document.querySelector('dialog[open]') && !event.defaultPrevented) {
    clear();
  }
});

document.querySelector('[data-select]')?.addEventListener('click', () => {
  on = !selecting();
  on ? show() : clear();
});
bar.querySelector('[data-all]').addEventListener('click', () => tiles().forEach(tile => mark(tile, true)));
bar.querySelector('[data-clear]').addEventListener('click', clear);
bar.querySelector('[data-search]').addEventListener('click', () => location.assign(`/?q=${encodeURIComponent([...chosen].map(id => `like:${id}`).join(' '))}`));
bar.querySelector('[data-download]').addEventListener('click', () => location.assign(`/api/images/download?ids=${[...chosen].join(',')}`));
bar.querySelector('[data-delete]').addEventListener('click', async () => {
  if (await remove([...chosen])) {
    clear();
  }
});
bar.querySelector('[data-tag]').addEventListener('click', () => {
  dialog.querySelector('form').reset();
  dialog.showModal();
  settle();
});
dialog.addEventListener('close', settle);
dialog.querySelector('form').addEventListener('submit', async event => {
  event.preventDefault();
  const labels = dialog.querySelector('input').value.split(',').map(label => label.trim()).filter(Boolean);
  const away = event.submitter?.value === 'remove';
  if (labels.length === 0) {
    dialog.close();
    return;
  }

  try {
    const { count: done } = await post('/api/images/tags', { ids: [...chosen], [away ? 'remove' : 'add']: labels });
    dialog.close();
    say(`${pictures(done)} ${away ? 'without' : 'tagged'} ${labels.join(', ')}.`);
  } catch (error) {
    say(error.message);
  }
});

// The browser may bring the page back with its boxes ticked.
window.addEventListener('pageshow', () => tiles().forEach(tile => boxOf(tile).checked && mark(tile, true)));

function tiles() {
  return [...document.querySelectorAll('[data-grid] > .tile')].filter(tile => !tile.hidden && boxOf(tile));
}

function boxOf(tile) {
  return tile.querySelector('[data-pick]');
}

function idOf(tile) {
  return Number(tile.dataset.id);
}

function selecting() {
  return on || chosen.size > 0;
}

function choose(tile, yes) {
  mark(tile, yes);
  last = tile;
}

function range(from, to) {
  const all = tiles();
  const [first, final] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  all.slice(Math.max(0, first), final + 1).forEach(tile => mark(tile, true));
  last = to;
}

function mark(tile, yes) {
  yes ? chosen.add(idOf(tile)) : chosen.delete(idOf(tile));
  boxOf(tile).checked = yes;
  tile.classList.toggle('chosen', yes);
  show();
}

function clear() {
  on = false;
  for (const tile of document.querySelectorAll('.tile.chosen')) {
    boxOf(tile).checked = false;
    tile.classList.remove('chosen');
  }

  chosen.clear();
  show();
}

function show() {
  document.body.classList.toggle('selecting', selecting());
  document.querySelector('[data-select]')?.setAttribute('aria-pressed', selecting());
  bar.hidden = !selecting();
  count.textContent = chosen.size === 0 ? 'Choose pictures' : `${pictures(chosen.size)} chosen`;
  for (const button of bar.querySelectorAll('[data-needs]')) {
    button.disabled = chosen.size === 0;
  }

  limit('[data-search]', mostLikes, `Search by at most ${mostLikes} pictures`);
  limit('[data-download]', mostDownloads, `Download at most ${mostDownloads} pictures at once`);
}

function limit(selector, most, why) {
  const button = bar.querySelector(selector);
  button.disabled ||= chosen.size > most;
  button.title = chosen.size > most ? why : '';
}
