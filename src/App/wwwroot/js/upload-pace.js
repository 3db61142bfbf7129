// How fast bytes go, over the last seconds: what went fast an hour ago says nothing about what is left.

const span = 10_000;
const least = 2000;

export class Pace {
  #marks = []; // [time, bytes since the start]
  #bytes = 0;

  /** @param {number} bytes That have gone since the last call. */
  add(bytes) {
    this.#bytes += bytes;
    const now = performance.now();
    const last = this.#marks.at(-1);
    if (!last || now - last[0] >= 250) {
      this.#marks.push([now, this.#bytes]);
    }

    while (this.#marks.length > 2 && now - this.#marks[0][0] > span) {
      this.#marks.shift();
    }
  }

  /** After a pause nothing is known. */
  forget() {
    this.#marks = [];
  }

  /** @returns {number|null} Bytes a second; null while there is too little to go by. */
  get speed() {
    const from = this.#marks[0];
    const time = from ? performance.now() - from[0] : 0;
    return time >= least && this.#bytes > from[1] ? (this.#bytes - from[1]) / time * 1000 : null;
  }
}
