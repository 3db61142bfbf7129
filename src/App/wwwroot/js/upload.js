// The upload page: what is chosen, dropped or pasted goes into a queue, one row a file, followed until it can be searched.

import { filesOf, isPicture } from './dropped-files.js';
import { follow } from './standing.js';
import { UploadQueue } from './upload-queue.js';
import { bytes, pictures, seconds } from './wording.js';

const parallel = 3;

const form = document.querySelector('[data-upload]');
const drop = document.querySelector('[data-drop]');
const section = document.querySelector('[data-progress]');
const list = document.querySelector('[data-transfers]');
const total = document.querySelector('[data-total]');
const summary = document.querySelector('[data-summary]');
const cancel = document.querySelector('[data-cancel]');
const see = document.querySelector('[data-see]');
const retry = document.querySelector('[data-retry]');
const template = document.getElementById('transfer');
const limit = Number(form.dataset.limit);

const rows = new Map(); // transfer -> its row
const pending = new Map(); // id -> transfer
let leftOut = 0;
let started = 0;
let following = false;
let planned = false;

const queue = new UploadQueue(parallel, changed);

form.elements.files.addEventListener('change', event => takeChosen(event.target, () => true));
document.getElementById('folder').addEventListener('change', event => takeChosen(event.target, isPicture));
form.addEventListener('submit', event => event.preventDefault());
cancel.addEventListener('click', () => queue.cancel());
retry.addEventListener('click', () => unsent().forEach(transfer => queue.retry(transfer)));

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
    take([...event.clipboardData.files], 0);
  }
});
window.addEventListener('beforeunload', event => {
  if (inState('waiting', 'sending').length > 0) {
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

  if (inState('waiting', 'sending').length === 0) {
    started = performance.now();
  }

  section.hidden = false;
  const { title, description, tags, project } = form.elements;
  const details = { title: title.value.trim(), description: description.value.trim(), tags: tags.value.trim(), project: project.value.trim() };
  for (const file of files) {
    if (file.size > limit) {
      // Known without sending it.
      changed({ file, state: 'refused', sent: 1, id: null, reason: `too large: ${bytes(file.size)}, where ${bytes(limit)} are let in` });
    } else {
      queue.add(file, details);
    }
  }

  sum();
}

function changed(transfer) {
  let row = rows.get(transfer);
  if (!row) {
    row = newRow(transfer);
    rows.set(transfer, row);
  }

  if (transfer.state === 'accepted' && !pending.has(transfer.id)) {
    pending.set(transfer.id, transfer);
    document.dispatchEvent(new Event('photoseek:taken'));
    followAll();
  }

  paint(transfer, row);
  planSum();
}

function newRow(transfer) {
  const row = template.content.firstElementChild.cloneNode(true);
  row.querySelector('.file').textContent = transfer.file.name;
  row.querySelector('.file').title = transfer.file.webkitRelativePath || transfer.file.name;
  row.querySelector('progress').setAttribute('aria-label', transfer.file.name);
  list.append(row);
  return row;
}

function paint(transfer, row) {
  row.className = `transfer ${transfer.state}`;
  row.querySelector('progress').value = transfer.sent;
  row.querySelector('.fate').textContent = fate(transfer);
  if (transfer.id !== null && row.querySelector('a').hidden) {
    const link = row.querySelector('a');
    link.href = `/images/${transfer.id}`;
    link.setAttribute('aria-label', `Look at ${transfer.file.name}`);
    link.hidden = false;
  }

  if (['indexed', 'duplicate'].includes(transfer.state) && !row.querySelector('img')) {
    const picture = new Image(44, 44);
    picture.alt = '';
    picture.loading = 'lazy';
    picture.onerror = () => picture.remove(); // A duplicate of a picture that could not be read.
    picture.src = `/api/images/${transfer.id}/thumbnail?size=small`;
    row.querySelector('.thumb').replaceChildren(picture);
  }
}

function fate(transfer) {
  switch (transfer.state) {
    case 'waiting': return 'Waiting';
    case 'sending': return transfer.reason ?? (transfer.sent < 1 ? `${Math.round(transfer.sent * 100)} % of ${bytes(transfer.file.size)}` : 'Being checked');
    case 'accepted': return 'Accepted, being indexed';
    case 'indexed': return 'Can be searched';
    case 'duplicate': return 'Already in the library';
    case 'refused': return `Refused: ${transfer.reason ?? 'no reason given'}`;
    case 'failed': return `Failed: ${transfer.reason ?? 'no reason given'}`;
    default: return transfer.reason ?? '';
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
    paint(transfer, rows.get(transfer));
    planSum();
  });
  following = false;
}

function inState(...states) {
  return [...rows.keys()].filter(transfer => states.includes(transfer.state));
}

// What failed on its way; a picture that arrived and could not be indexed is not cured by sending it again.
function unsent() {
  return inState('failed', 'cancelled').filter(transfer => transfer.id === null);
}

// Hundreds of rows change many times a second; their sum is told once a frame, and read out no more often than it is true for.
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
  const all = [...rows.keys()];
  const size = all.reduce((sum, transfer) => sum + transfer.file.size, 0);
  const sent = all.reduce((sum, transfer) => sum + transfer.file.size * transfer.sent, 0);
  const open = inState('waiting', 'sending').length;
  total.value = size > 0 ? sent / size : 1;
  cancel.hidden = open === 0;
  see.hidden = open > 0 || inState('indexed').length === 0;
  retry.hidden = unsent().length === 0;

  const parts = [];
  if (open > 0) {
    parts.push(`${all.length - open} of ${pictures(all.length)} sent`);
    const elapsed = (performance.now() - started) / 1000;
    if (elapsed > 3 && sent > 0) {
      parts.push(`about ${seconds((size - sent) * elapsed / sent)} left`);
    }
  } else {
    count(parts, 'accepted', 'being indexed');
    count(parts, 'indexed', 'can be searched');
  }

  count(parts, 'duplicate', 'already in the library');
  count(parts, 'refused', 'refused');
  count(parts, 'failed', 'failed');
  count(parts, 'cancelled', 'cancelled');
  if (leftOut > 0) {
    parts.push(`${leftOut} other files left out`);
  }

  const words = parts.join(', ');
  if (summary.textContent !== words) {
    summary.textContent = words;
  }
}

function count(parts, state, words) {
  const number = inState(state).length;
  if (number > 0) {
    parts.push(`${number} ${words}`);
  }
}
