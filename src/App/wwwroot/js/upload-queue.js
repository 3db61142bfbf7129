// Sends files one a request, a few at a time. What the network or a busy server is to blame for is sent again once the server answers.

import { allowed } from './token.js';
import { Pause } from './upload-pause.js';

const attempts = 8;
const stalled = 120_000; // Without a byte moving, and without an answer.

/** @typedef {'waiting'|'sending'|'accepted'|'indexed'|'duplicate'|'refused'|'failed'|'cancelled'} State */

export class UploadQueue {
  #waiting = [];
  #sending = new Map(); // transfer -> its request
  #parallel;
  #onChange;
  #pause;

  /**
   * @param {number} parallel Requests at a time.
   * @param {(transfer: object, moved: number) => void} onChange Called whenever a transfer's state, id or reason changes, or more of its bytes have gone.
   * @param {(reason: string|null) => void} onPause Why nothing is sent for the moment, or null when sending goes on.
   */
  constructor(parallel, onChange, onPause) {
    this.#parallel = parallel;
    this.#onChange = onChange;
    this.#pause = new Pause(onPause, () => this.#next());
  }

  /** Adds a file with what is said about it; gives the transfer that stands for it. */
  add(file, details) {
    const transfer = { file, details, state: 'waiting', sent: 0, id: null, reason: null, tries: 0 };
    this.#enqueue(transfer);
    return transfer;
  }

  retry(transfer) {
    transfer.tries = 0;
    this.#enqueue(transfer);
  }

  /** Does not wait any longer for the server to come back. */
  hurry() {
    this.#pause.look();
  }

  /** Gives up one file, whether it waits or is under way. */
  cancel(transfer) {
    const place = this.#waiting.indexOf(transfer);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      this.#settle(transfer, 'cancelled', 'Cancelled');
    } else {
      this.#sending.get(transfer)?.abort();
    }

    if (this.#waiting.length + this.#sending.size === 0) {
      this.#pause.end();
    }
  }

  /** Gives up what is waiting and what is under way. */
  cancelAll() {
    this.#dropWaiting('cancelled', 'Cancelled');
    for (const request of [...this.#sending.values()]) {
      request.abort();
    }

    this.#pause.end();
  }

  #enqueue(transfer) {
    this.#waiting.push(transfer);
    this.#settle(transfer, 'waiting', null);
    this.#next();
  }

  #next() {
    while (!this.#pause.isOn && this.#sending.size < this.#parallel && this.#waiting.length > 0) {
      this.#send(this.#waiting.shift());
    }
  }

  #send(transfer) {
    const request = new XMLHttpRequest(); // fetch tells nothing about what has been sent.
    let watch = 0;
    let isStalled = false;
    const move = () => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        isStalled = true;
        request.abort();
      }, stalled);
    };
    this.#sending.set(transfer, request);
    transfer.tries++;
    request.open('POST', '/api/images');
    request.setRequestHeader('accept', 'application/json');
    Object.entries(allowed()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => {
      move();
      const before = transfer.sent;
      transfer.sent = event.total > 0 ? event.loaded / event.total : 0;
      this.#onChange(transfer, Math.max(0, transfer.sent - before) * transfer.file.size);
    };
    request.onload = () => this.#answered(transfer, request);
    request.onerror = () => this.#lost(transfer);
    request.onabort = () => isStalled ? this.#lost(transfer) : this.#done(transfer, 'cancelled', 'Cancelled');
    request.onloadend = () => clearTimeout(watch);
    this.#settle(transfer, 'sending', null);
    move();
    request.send(bodyOf(transfer));
  }

  #answered(transfer, request) {
    const answer = parse(request.responseText);
    const result = Array.isArray(answer) ? answer[0] : null;
    const detail = answer?.detail ?? answer?.title;
    if (result) {
      transfer.id = result.id ?? null;
      this.#done(transfer, result.status, result.reason ?? null);
      return;
    }

    switch (request.status) {
      case 429:
      case 503:
        transfer.tries--; // The file has nothing to do with it.
        this.#again(transfer, 'The server is busy', Number(request.getResponseHeader('retry-after')) * 1000 || 0);
        break;
      case 401:
      case 403:
      case 507:
        // The next file would fare no better.
        this.#dropWaiting('failed', detail ?? `The server said ${request.status}`);
        this.#done(transfer, 'failed', detail ?? `The server said ${request.status}`);
        break;
      case 413:
        this.#done(transfer, 'refused', detail ?? 'It is too large for the server, or for a proxy in front of it.');
        break;
      default:
        if (request.status >= 500) {
          this.#again(transfer, `The server failed (${request.status})`, 0);
        } else {
          this.#done(transfer, 'failed', detail ?? `The server said ${request.status}`);
        }
    }
  }

  async #lost(transfer) {
    let isCancelled = false;
    this.#sending.set(transfer, {
      abort: () => {
        isCancelled = true;
        this.#done(transfer, 'cancelled', 'Cancelled');
      },
    });

    // A file that was moved or changed after it was chosen breaks its request off, too; that no server can mend.
    const isThere = await canBeRead(transfer.file);
    if (isCancelled) {
      return;
    }

    if (isThere) {
      this.#again(transfer, 'The connection is lost', 0);
    } else {
      this.#done(transfer, 'failed', 'The file cannot be read any more. Choose it again.');
    }
  }

  // All wait, for the server is the one that is short of air. Files that got through and were not heard of are duplicates when sent again.
  #again(transfer, reason, atLeast) {
    if (transfer.tries >= attempts) {
      this.#done(transfer, 'failed', reason);
      return;
    }

    this.#sending.delete(transfer);
    this.#waiting.unshift(transfer);
    this.#settle(transfer, 'waiting', reason);
    this.#pause.begin(reason, atLeast);
  }

  #dropWaiting(state, reason) {
    for (const transfer of this.#waiting.splice(0)) {
      this.#settle(transfer, state, reason);
    }
  }

  #done(transfer, state, reason) {
    this.#sending.delete(transfer);
    this.#settle(transfer, state, reason);
    this.#next();
  }

  #settle(transfer, state, reason) {
    transfer.state = state;
    transfer.reason = reason;
    transfer.sent = state === 'waiting' ? 0 : state === 'sending' ? transfer.sent : 1;
    this.#onChange(transfer, 0);
  }
}

// The server streams: what is said about a file has to come before it.
function bodyOf(transfer) {
  const body = new FormData();
  for (const [name, value] of Object.entries(transfer.details)) {
    if (value) {
      body.append(name, value);
    }
  }

  body.append('files', transfer.file, transfer.file.name);
  return body;
}

async function canBeRead(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
