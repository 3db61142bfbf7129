// The list of files: a row each, painted at most once a frame. Files that wait get their row when it is their turn.

import { bytes, number } from './wording.js';

const waitingRows = 100;

export class UploadList {
  #list;
  #template;
  #more;
  #rows = new Map(); // transfer -> its row
  #transfers = new WeakMap(); // row -> its transfer
  #stale = new Set();
  #planned = false;

  /**
   * @param {HTMLElement} list
   * @param {HTMLTemplateElement} template Of a row.
   * @param {HTMLElement} more Says how many files have no row yet.
   * @param {(transfer: object) => void} onAct Called when a row's button is pressed.
   */
  constructor(list, template, more, onAct) {
    this.#list = list;
    this.#template = template;
    this.#more = more;
    list.addEventListener('click', event => {
      const row = event.target.closest('button') && event.target.closest('li');
      if (row) {
        onAct(this.#transfers.get(row));
      }
    });
  }

  paint(transfer) {
    this.#stale.add(transfer);
    if (!this.#planned) {
      this.#planned = true;
      requestAnimationFrame(() => {
        this.#planned = false;
        this.#paintStale();
      });
    }
  }

  #paintStale() {
    const left = new Set();
    for (const transfer of this.#stale) {
      if (transfer.state === 'waiting' && !this.#rows.has(transfer) && this.#rows.size >= waitingRows) {
        left.add(transfer);
      } else {
        this.#paintRow(transfer, this.#rows.get(transfer) ?? this.#newRow(transfer));
      }
    }

    this.#stale = left; // Looked at again with the next change.
    this.#more.hidden = left.size === 0;
    this.#more.textContent = `and ${number(left.size)} more that wait`;
  }

  #newRow(transfer) {
    const row = this.#template.content.firstElementChild.cloneNode(true);
    row.querySelector('.file').textContent = transfer.file.name;
    row.querySelector('.file').title = transfer.file.webkitRelativePath || transfer.file.name;
    row.querySelector('progress').setAttribute('aria-label', transfer.file.name);
    this.#rows.set(transfer, row);
    this.#transfers.set(row, transfer);
    this.#list.append(row);
    return row;
  }

  #paintRow(transfer, row) {
    row.className = `transfer ${transfer.state}`;
    row.querySelector('progress').value = transfer.sent;
    const words = fate(transfer);
    if (row.querySelector('.fate').textContent !== words) {
      row.querySelector('.fate').textContent = words;
    }

    const link = row.querySelector('a');
    link.hidden = transfer.id === null;
    if (transfer.id !== null) {
      link.href = `/images/${transfer.id}`;
      link.setAttribute('aria-label', `Look at ${transfer.file.name}`);
    }

    const act = actOf(transfer);
    const button = row.querySelector('button');
    button.hidden = act === null;
    if (act !== null && button.textContent !== act) {
      button.textContent = act;
      button.setAttribute('aria-label', `${act}: ${transfer.file.name}`);
    }

    if (['indexed', 'duplicate'].includes(transfer.state) && transfer.id !== null && !row.querySelector('img')) {
      const picture = new Image(44, 44);
      picture.alt = '';
      picture.loading = 'lazy';
      picture.onerror = () => picture.remove(); // A duplicate of a picture that could not be read.
      picture.src = `/api/images/${transfer.id}/thumbnail?size=small`;
      row.querySelector('.thumb').replaceChildren(picture);
    }
  }
}

/** Whether it did not arrive; one that arrived and could not be indexed is not cured by sending it again. */
export function isUnsent(transfer) {
  return ['failed', 'cancelled'].includes(transfer.state) && transfer.id === null;
}

function actOf(transfer) {
  if (['waiting', 'sending'].includes(transfer.state)) {
    return 'Cancel';
  }

  return isUnsent(transfer) ? 'Send again' : null;
}

function fate(transfer) {
  switch (transfer.state) {
    case 'waiting': return transfer.reason ? `${transfer.reason}, sent again when it is back` : 'Waiting';
    case 'sending': return transfer.sent < 1 ? `${Math.round(transfer.sent * 100)} % of ${bytes(transfer.file.size)}` : 'Being checked';
    case 'accepted': return 'Accepted, being indexed';
    case 'indexed': return 'Can be searched';
    case 'duplicate': return 'Already here';
    case 'refused': return `Refused: ${transfer.reason ?? 'no reason given'}`;
    case 'failed': return `Failed: ${transfer.reason ?? 'no reason given'}`;
    default: return transfer.reason ?? '';
  }
}
