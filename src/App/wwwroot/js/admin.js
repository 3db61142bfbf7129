// The admin page: the figures follow the server's events, the tables and charts below are fetched again while they are looked at.

import { duration, number } from './wording.js';

const often = 5000;
const root = document.querySelector('[data-admin]');
const board = root.querySelector('[data-board]');
const bar = root.querySelector('[data-bar]');
const figures = new Map([...root.querySelectorAll('[data-figure]')].map(element => [element.dataset.figure, element]));
let stream = null;
let timer = 0;
let failed = null;

function show(status) {
  const pending = status.active + status.waiting + status.delayed;
  put('rate', status.per_second.toFixed(1));
  put('left', pending === 0 ? 'nothing to do' : status.paused ? 'paused' : status.seconds_left === null ? 'not known yet' : duration(status.seconds_left));
  put('oldest', status.oldest_pending ? duration((Date.now() - new Date(status.oldest_pending)) / 1000) : '–');
  for (const name of ['indexed', 'active', 'waiting', 'delayed', 'failed', 'ignored', 'images']) {
    put(name, number(status[name]));
  }

  bar.max = Math.max(1, status.images);
  bar.value = status.indexed;
  root.querySelector('[data-failed]').classList.toggle('bad', status.failed > 0);
  root.querySelector('[data-when-running]').hidden = status.paused;
  root.querySelector('[data-when-paused]').hidden = !status.paused;
  if (failed !== null && failed !== status.failed + status.ignored) {
    plan(0);
  }

  failed = status.failed + status.ignored;
}

function put(name, text) {
  const element = figures.get(name);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// Whoever is on a button there, by keyboard or pointer, or is being asked whether they are sure, would lose it.
function held() {
  return board.contains(document.activeElement) || board.querySelector('button:hover, summary:hover, details[open]') !== null;
}

async function exchange() {
  if (!held()) {
    try {
      const response = await fetch('/admin?handler=Board');
      if (response.ok) {
        const fresh = await response.text();
        if (!held()) {
          board.innerHTML = fresh;
        }
      }
    } catch {
      // The server is away: the page keeps what it last knew.
    }
  }

  plan(often);
}

function plan(delay) {
  clearTimeout(timer);
  if (!document.hidden) {
    timer = setTimeout(exchange, delay);
  }
}

function follow() {
  stream?.close();
  stream = null;
  if (!document.hidden) {
    stream = new EventSource('/api/status/stream');
    stream.addEventListener('status', event => show(JSON.parse(event.data)));
  }
}

document.addEventListener('visibilitychange', () => {
  follow();
  plan(0);
});
follow();
plan(often);
