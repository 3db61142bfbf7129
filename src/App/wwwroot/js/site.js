// On every page: "/" goes to the box, and the counts in the frame stay true.

import { pictures } from './wording.js';

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return;
  }

  event.preventDefault();
  const box = document.getElementById('q');
  if (box) {
    box.focus();
    box.select();
  } else {
    location.assign('/');
  }
});

function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

const note = document.querySelector('[data-pending]');
const text = document.querySelector('[data-pending-text]');
const indexed = document.querySelector('[data-indexed]');
const often = 2000;
const seldom = 20000;
let pending = Number(note?.dataset.pending); // Who may not look has no counts to keep true.
let timer = 0;

async function look() {
  if (document.hidden) {
    return; // Asked again when the page is seen again.
  }

  try {
    const response = await fetch('/api/status', { headers: { accept: 'application/json' } });
    if (response.ok) {
      show(await response.json());
    }
  } catch {
    // The server is away: the frame keeps what it last knew.
  }

  plan(pending > 0 ? often : seldom);
}

function show(status) {
  pending = status.pending;
  note.hidden = pending === 0;
  const words = status.workers > 0 ? `${pictures(pending)} being indexed` : `${pictures(pending)} ${pending === 1 ? 'waits' : 'wait'}: no instance indexes`;
  if (pending > 0 && text.textContent !== words) {
    text.textContent = words;
  }

  if (indexed) {
    indexed.textContent = pictures(status.indexed);
  }
}

function plan(delay) {
  clearTimeout(timer);
  timer = setTimeout(look, delay);
}

if (note) {
  document.addEventListener('visibilitychange', () => plan(0));
  document.addEventListener('photoseek:taken', () => plan(0));
  plan(pending > 0 ? often : seldom);
}
