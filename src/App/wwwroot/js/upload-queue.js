// Sends files one by one, a few at a time, and tries again where the network or a busy server is to blame.

import { allowed } from './token.js';

const attempts = 5;

/** @typedef {'waiting'|'sending'|'accepted'|'duplicate'|'refused'|'failed'|'cancelled'} State */

export class UploadQueue {
  #waiting = [];
  #sending = new Map(); // transfer -> its request
  #parallel;
  #onChange;

  /**
   * @param {number} parallel Requests at a time.
   * @param {(transfer: object) => void} onChange Called whenever a transfer's state, sent bytes, id or reason changes.
   */
  constructor(parallel, onChange) {
    this.#parallel = parallel;
    this.#onChange = onChange;
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

  /** Gives up what is waiting and what is under way. */
  cancel() {
    const waiting = this.#waiting.splice(0);
    for (const transfer of waiting) {
      this.#settle(transfer, 'cancelled', 'Cancelled');
    }

    for (const request of this.#sending.values()) {
      request.abort();
    }
  }

  #enqueue(transfer) {
    this.#waiting.push(transfer);
    this.#settle(transfer, 'waiting', null);
    this.#next();
  }

  #next() {
    while (this.#sending.size < this.#parallel && this.#waiting.length > 0) {
      this.#send(this.#waiting.shift());
    }
  }

  #send(transfer) {
    const request = new XMLHttpRequest(); // fetch tells nothing about what has been sent.
    this.#sending.set(transfer, request);
    transfer.tries++;
    request.open('POST', '/api/images');
    request.setRequestHeader('accept', 'application/json');
    Object.entries(allowed()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => {
      transfer.sent = event.total > 0 ? event.loaded / event.total : 0;
      this.#onChange(transfer);
    };
    request.onload = () => this.#answered(transfer, request);
    request.onerror = () => this.#again(transfer, 'The connection was lost', 0);
    request.ontimeout = request.onerror;
    request.onabort = () => this.#done(transfer, 'cancelled', 'Cancelled');
    this.#settle(transfer, 'sending', null);
    request.send(bodyOf(transfer));
  }

  #answered(transfer, request) {
    const answer = parse(request.responseText);
    const result = Array.isArray(answer) ? answer[0] : null;
    if (result) {
      transfer.id = result.id ?? null;
      this.#done(transfer, result.status, result.reason ?? null);
    } else if (request.status === 429 || request.status >= 500) {
      const reason = request.status === 429 || request.status === 503 ? 'The server is busy' : `The server failed (${request.status})`;
      this.#again(transfer, answer?.detail ?? reason, Number(request.getResponseHeader('retry-after')) * 1000 || 0);
    } else {
      this.#done(transfer, 'refused', answer?.detail ?? answer?.title ?? `The server said ${request.status}`);
    }
  }

  // Waiting doubles with each try, and no file gives its place up while it waits: the server is the one that is short of air.
  #again(transfer, reason, atLeast) {
    if (transfer.tries >= attempts) {
      this.#done(transfer, 'failed', reason);
      return;
    }

    const delay = Math.max(atLeast, 500 * 2 ** transfer.tries);
    const timer = setTimeout(() => this.#send(transfer), delay);
    this.#sending.set(transfer, {
      abort: () => {
        clearTimeout(timer);
        this.#done(transfer, 'cancelled', 'Cancelled');
      },
    });
    transfer.sent = 0;
    this.#settle(transfer, 'sending', `${reason}, trying again`);
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
    this.#onChange(transfer);
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

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
