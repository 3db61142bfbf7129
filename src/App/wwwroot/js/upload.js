// The upload page: what is chosen, dropped or pasted goes into a queue, one row a file, followed until it can be searched.

import { filesOf, isPicture } from './dropped-files.js';
import { follow } from './standing.js';
import { UploadList, isUnsent } from './upload-list.js';
import { Pace } from './upload-pace.js';
import { UploadQueue } from './upload-queue.js';
import { Tally } from './upload-tally.js';
import { bytes, number, pictures, seconds } from './wording.js';

const parallel = 3;

const form = document.querySelector('[data-upload]');
const drop = document.querySelector('[data-drop]');
const section = document.querySelector('[data-progress]');
const rows = document.querySelector('[data-transfers]');
const total = document.querySelector('[data-total]');
const summary = document.querySelector('[data-summary]');
const said = document.querySelector('[data-said]');
const paused = document.querySelector('[data-paused]');
const cancel = document.querySelector('[data-cancel]');
const see = document.querySelector('[data-see]');
const retry = document.querySelector('[data-retry]');
const troubles = document.querySelector('[data-troubles]');
const limit = Number(form.dataset.limit);
const title = document.title;

const tally = new Tally();
const pace = new Pace();
const pending = new Map(); // id -> transfer
let before = { files: 0, bytes: 0 }; // Sent by earlier goes.
let leftOut = 0;
let following = false;
let planned = false;
let wasOpen = false;
let wasPending = false;

const queue = new UploadQueue(parallel, changed, pause);
const list = new UploadList(rows, document.getElementById('transfer'), document.querySelector('[data-more]'), transfer => isUnsent(transfer) ? queue.retry(transfer) : queue.cancel(transfer));

form.elements.files.addEventListener('change', event => takeChosen(event.target, () => true));
document.getElementById('folder').addEventListener('change', event => takeChosen(event.target, isPicture));
form.addEventListener('submit', event => event.preventDefault());
cancel.addEventListener('click', () => queue.cancelAll());
retry.addEventListener('click', () => tally.where(isUnsent).forEach(transfer => queue.retry(transfer)));
paused.querySelector('button').addEventListener('click', () => queue.hurry());
troubles.querySelector('input').addEventListener('change', event => rows.classList.toggle('only-troubles', event.target.checked));

document.addEventListener('dragover', event => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', event => event.relatedTarget ?? drop.classList.remove('over'));
document.addEventListener('drop', async event => {
  event.preventDefault();
  drop.classList.remove('over');
  const found = await filesOf(event.dataTransfer);
  take(found.files, found.leftOut);
});
document.addEventListener('paste', event => {
  if (event.clipboardData.files.length > 0) {
    event.preventDefault();
    take([...event.clipboardData.files], 0);
  }
});
window.addEventListener('beforeunload', event => {
  if (tally.open > 0) {
    event.preventDefault();
  }
});

function takeChosen(input, wanted) {
  const all = [...input.files];
  const files = all.filter(wanted);
  take(files, all.length - files.length);
  input.value = ''; // The same choice may be made again.
}

function take(files, others) {
  leftOut += others;
  if (files.length === 0 && others === 0) {
    return;
  }

  if (tally.open === 0) {
    before = { files: tally.files, bytes: tally.bytes };
    pace.forget();
  }

  section.hidden = false;
  const { title, description, tags, project } = form.elements;
  const details = { title: title.value.trim(), description: description.value.trim(), tags: tags.value.trim(), project: project.value.trim() };
  see.href = searchFor(details);
  for (const file of files) {
    if (file.size > limit) {
      // Known without sending it.
      changed({ file, state: 'refused', sent: 1, id: null, reason: `The file has ${bytes(file.size)}; ${bytes(limit)} are let in. Send a smaller copy.` }, 0);
    } else {
      queue.add(file, details);
    }
  }

  if (tally.open > 0) {
    say(`Sending ${pictures(tally.open)}.`);
  }

  sum();
}

// The narrowest search that is sure to have them.
function searchFor({ project, tags }) {
  const tag = tags.split(',').map(part => part.trim()).find(part => part.length > 0);
  const filter = project ? `project:"${project}"` : tag ? `tag:"${tag}"` : '';
  return filter && !/["“”„«»]/.test(filter.slice(filter.indexOf('"') + 1, -1)) ? `/?q=${encodeURIComponent(filter)}` : '/';
}

function changed(transfer, moved) {
  tally.note(transfer);
  pace.add(moved);
  if (transfer.state === 'accepted' && !pending.has(transfer.id)) {
    pending.set(transfer.id, transfer);
    document.dispatchEvent(new Event('photoseek:taken'));
    followAll();
  }

  list.paint(transfer);
  planSum();
}

function pause(reason) {
  pace.forget();
  paused.hidden = reason === null;
  if (reason === null) {
    say(tally.open > 0 ? 'Sending goes on.' : '');
  } else {
    const words = `${reason}. Sending goes on by itself as soon as the server answers; leave this page open.`;
    paused.querySelector('span').textContent = words;
    say(words);
  }
}

async function followAll() {
  if (following) {
    return;
  }

  following = true;
  await follow(() => [...pending.keys()], (id, picture) => {
    const transfer = pending.get(id);
    pending.delete(id);
    transfer.state = picture.state === 'indexed' ? 'indexed' : 'failed';
    transfer.reason = picture.reason ?? null;
    changed(transfer, 0);
  });
  following = false;
}

// Hundreds of rows change many times a second; their sum is told four times a second.
function planSum() {
  if (!planned) {
    planned = true;
    setTimeout(() => {
      planned = false;
      sum();
    }, 250);
  }
}

function sum() {
  const { open } = tally;
  const all = tally.files - before.files;
  const size = tally.bytes - before.bytes;
  const sent = Math.max(0, tally.sentBytes - before.bytes);
  total.value = size > 0 ? sent / size : 1;
  total.parentElement.classList.toggle('done', open === 0);
  cancel.hidden = open === 0;
  cancel.textContent = open === 1 ? 'Cancel it' : 'Cancel what is left';
  const unsent = open > 0 ? tally.count('failed', 'cancelled') : tally.where(isUnsent).length;
  retry.hidden = unsent === 0;
  see.hidden = tally.count('indexed', 'duplicate') === 0;
  const trouble = tally.count('refused', 'failed', 'cancelled');
  troubles.hidden = trouble === 0 || trouble === tally.files;
  troubles.querySelector('span').textContent = `Only the ${number(trouble)} that did not get in`;

  const parts = [];
  if (open > 0) {
    parts.push(`${number(all - open)} of ${pictures(all)} sent`, `${bytes(sent)} of ${bytes(size)}`);
    const { speed } = pace;
    if (speed !== null && paused.hidden) {
      parts.push(`${bytes(speed)} a second`, `about ${seconds((size - sent) / speed)} left`);
    }
  }

  const outcome = outcomes();
  summary.textContent = [...parts, ...outcome].join(', ');
  document.title = open > 0 ? `${Math.floor(total.value * 100)} % – ${title}` : title;

  // Said aloud at the turns only.
  if (wasOpen && open === 0) {
    say(`All sent: ${outcome.join(', ')}.`);
  }

  if (wasPending && pending.size === 0 && open === 0) {
    say(`${pictures(tally.count('indexed'))} can be searched.`);
  }

  wasOpen = open > 0;
  wasPending = pending.size > 0;
}

function outcomes() {
  const parts = [];
  const add = (state, words) => {
    if (tally.count(state) > 0) {
      parts.push(`${number(tally.count(state))} ${words}`);
    }
  };
  add('accepted', 'being indexed');
  add('indexed', 'can be searched');
  add('duplicate', 'already here');
  add('refused', 'refused');
  add('failed', 'failed');
  add('cancelled', 'cancelled');
  if (leftOut > 0) {
    parts.push(`${number(leftOut)} other ${leftOut === 1 ? 'file' : 'files'} left out`);
  }

  return parts;
}

function say(words) {
  said.textContent = words;
}
