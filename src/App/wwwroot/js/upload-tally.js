// Sums over all transfers of the page, kept as they change: with thousands of files nothing is counted anew.

export class Tally {
  #noted = new Map(); // transfer -> what of it is in the sums
  #counts = new Map();

  files = 0;
  bytes = 0;
  sentBytes = 0;

  /** Takes a transfer in as it now is. */
  note(transfer) {
    const before = this.#noted.get(transfer);
    const sent = transfer.file.size * transfer.sent;
    if (before) {
      this.#count(before.state, -1);
      this.sentBytes -= before.sent;
    } else {
      this.files++;
      this.bytes += transfer.file.size;
    }

    this.#count(transfer.state, 1);
    this.sentBytes += sent;
    this.#noted.set(transfer, { state: transfer.state, sent });
  }

  count(...states) {
    return states.reduce((sum, state) => sum + (this.#counts.get(state) ?? 0), 0);
  }

  /** Transfers that are still to be sent. */
  get open() {
    return this.count('waiting', 'sending');
  }

  /** @param {(transfer: object) => boolean} wanted */
  where(wanted) {
    return [...this.#noted.keys()].filter(wanted);
  }

  #count(state, by) {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + by);
  }
}
